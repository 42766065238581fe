package dev.mailconnector.live;

import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the suite goes in place of where the provider's preset says: to emulation. Without it
 * everything comes from the presets.
 *
 * @param smtp the mail server
 * @param issuer the authority at Microsoft, the token endpoint elsewhere
 * @param tls whom to trust
 */
record Target(SmtpEndpoint smtp, URI issuer, SSLContext tls) {

  static Trust trust(@Nullable Target target) {
    return target == null ? Trust.platform() : Trust.context(target.tls);
  }
}
