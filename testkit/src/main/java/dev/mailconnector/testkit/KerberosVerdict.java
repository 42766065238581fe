package dev.mailconnector.testkit;

/**
 * What came of a login at a {@link KerberosServer}.
 *
 * @param client whose ticket it was: {@code svc-mail@CORP.EXAMPLE}
 * @param authorizationId whom the client asked to act for; empty for itself
 * @param delegated whether the client handed on its own credential
 * @param failure why it was refused; empty if it was not
 */
public record KerberosVerdict(
    String client, String authorizationId, boolean delegated, String failure) {

  /** Whether the login was accepted. */
  public boolean isAccepted() {
    return failure.isEmpty();
  }
}
