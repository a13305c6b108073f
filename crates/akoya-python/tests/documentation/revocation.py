client.acg_auth.revokeToken()
