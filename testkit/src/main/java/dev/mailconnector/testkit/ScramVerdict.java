package dev.mailconnector.testkit;

/**
 * What a {@link ScramServer} thinks of a login.
 *
 * @param header the GS2 header: {@code n,,}, {@code y,,} or {@code p=tls-server-end-point,a=ann,}
 * @param user the user it names
 * @param failure why the login is refused, as RFC 5802 section 7 calls it; empty if it is not
 */
public record ScramVerdict(String header, String user, String failure) {

  /** Whether the login is good. */
  public boolean isAccepted() {
    return failure.isEmpty();
  }
}
