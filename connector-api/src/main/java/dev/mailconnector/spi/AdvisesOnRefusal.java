package dev.mailconnector.spi;

import dev.mailconnector.failure.Remedy;
import dev.mailconnector.reply.SmtpReply;
import org.jspecify.annotations.Nullable;

/**
 * Implemented by a {@link javax.security.sasl.SaslClient} or a {@link Credential} that knows more
 * of why a login can have been refused than the reply says. The client knows what the server told
 * of itself during the exchange and what was sent to it; the credential, which is asked second,
 * what kind of secret it is and where such a secret comes from.
 */
public interface AdvisesOnRefusal {

  /**
   * What this final reply can mean and who must do what, in place of what is known of such replies
   * in general; null if that is as good. Its diagnosis is a row of the {@link DiagnosisCatalogue}
   * of whoever implements this. Without secrets, and with nothing of the server's in it that could
   * be taken for ours.
   */
  @Nullable Remedy remedy(SmtpReply reply);
}
