package dev.mailconnector.testkit;

/**
 * What an {@link NtlmServer} thinks of a login.
 *
 * @param domain the domain the client sent
 * @param user the user it sent
 * @param workstation the workstation it sent
 * @param targetName the service principal name in its answer; empty if it has none
 * @param mic whether it sent a MIC
 * @param bound whether it bound itself to the TLS channel
 * @param keyExchanged whether it sent a session key
 * @param failure why the login is refused; empty if it is not
 */
public record NtlmVerdict(
    String domain,
    String user,
    String workstation,
    String targetName,
    boolean mic,
    boolean bound,
    boolean keyExchanged,
    String failure) {

  /** Whether the login is good. */
  public boolean isAccepted() {
    return failure.isEmpty();
  }
}
