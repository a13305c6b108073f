auth_url = client.acg_auth.get_authorization_url("connector", "state")
