try:
    token = client.acg_auth.fetch_token('code')
    authorization_code_auth_credentials = client.config.authorization_code_auth_credentials.clone_with(oauth_token=token)
    config = client.config.clone_with(authorization_code_auth_credentials=authorization_code_auth_credentials)
    client = Akoyaapisv240Client(config=config)
except OauthProviderException as ex:
    # handle exception
    pass
except ApiException as ex:
    # handle exception
    pass
