package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.spi.MechanismContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that the server of an account once proved itself by a mechanism that does not show the
 * password. Should the offer be weaker later, then it was changed at the server, or on the way: TLS
 * with a verified certificate rules out the latter, and elsewhere the password is not shown before
 * a human has said so. Lasts as long as the connector knows the account. Thread-safe.
 */
public final class OfferMemory {
  private static final Logger LOG = LoggerFactory.getLogger(OfferMemory.class);

  private final String account;
  private final boolean verified;
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile @Nullable Proof proof;

  private record Proof(String mechanism, List<String> offered) {}

  /** Nothing is known yet; whether this account verifies certificates. */
  public OfferMemory(String account, boolean verified) {
    this.account = account;
    this.verified = verified;
  }

  /** The server has proved itself by this mechanism, one of those it offered. */
  void proven(String mechanism, List<String> offered) {
    proof = new Proof(mechanism, offered);
  }

  /**
   * The password is about to be shown, since nothing better is offered.
   *
   * @throws SaslException if it must not be
   */
  void beforeShowing(MechanismContext context) throws SaslException {
    Proof known = proof;
    if (known == null) {
      return;
    }
    if (context.tls() && verified) {
      if (told.compareAndSet(false, true)) {
        LOG.warn(
            "{}: the server offers {} and offered {} before; logging in without {} (its certificate"
                + " is verified; said once)",
            account,
            named(context.offered()),
            named(known.offered()),
            known.mechanism());
      }
      return;
    }
    throw new SaslException(
        "this account has logged in by "
            + known.mechanism()
            + " before, where the server offered "
            + named(known.offered())
            + "; now it offers "
            + named(context.offered())
            + ", and "
            + (context.tls()
                ? "its certificate is not verified (trust.verify: none)"
                : "the line is not encrypted")
            + ", so somebody in between may be after the password. If whoever runs the server has"
            + " switched "
            + known.mechanism()
            + " off, force a mechanism that it offers, such as auth.mechanism: PLAIN"
            + " (PasswordLogin.onlyBy)");
  }

  private static String named(List<String> offered) {
    return String.join(", ", offered);
  }
}
