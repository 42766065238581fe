package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.TestAuthority;
import javax.net.ssl.SSLContext;

/**
 * Where measurements take place.
 *
 * @param server the sink's side of TLS
 * @param trust knows the sink's authority
 * @param ticker the clock
 */
record Place(SSLContext server, SSLContext trust, Ticker ticker) {

  /** One with certificates of its own. */
  static Place create(Ticker ticker) {
    TestAuthority authority = TestAuthority.create();
    return new Place(
        authority.issue(Target.HOST).sslContext(), authority.trustingContext(), ticker);
  }
}
