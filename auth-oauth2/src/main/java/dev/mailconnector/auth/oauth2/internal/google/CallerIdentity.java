package dev.mailconnector.auth.oauth2.internal.google;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.Secret;

/** Who asks IAM to sign for a service account. */
public sealed interface CallerIdentity permits CredentialFile, MetadataServer {
  /** What IAM wants to see; Google's own clients ask for the same. */
  String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  /** An access token of the caller for Google's APIs. */
  Secret token(GoogleCalls calls) throws TokenException;
}
