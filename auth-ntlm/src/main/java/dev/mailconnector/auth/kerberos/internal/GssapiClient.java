package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.failure.Remedy;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.AcceptsEarlySuccess;
import dev.mailconnector.spi.AdvisesOnRefusal;
import dev.mailconnector.spi.AnswersWords;
import dev.mailconnector.spi.AuthOnlyClient;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/**
 * One login by GSSAPI (RFC 4752 section 3.1). It begins by itself; a server that did not read that,
 * and answers by {@code GSSAPI supported} or nothing at all, gets the same token once more. The
 * server must prove who it is and offer to go on without a security layer; one that leaves out that
 * last step is believed over TLS only, and only after its proof. Used by one thread.
 */
final class GssapiClient
    implements AuthOnlyClient, AnswersWords, AcceptsEarlySuccess, AdvisesOnRefusal {
  private static final byte[] NOTHING = {};
  private static final int NO_LAYER = 1;

  /** No layer, and so no message to be received in one (RFC 4752 section 3.1). */
  private static final byte[] CHOICE = {NO_LAYER, 0, 0, 0};

  private final InitiatorContext context;
  private final Ticket ticket;
  private final boolean tls;
  private byte[] first = NOTHING;
  private Stage stage = Stage.BEFORE;

  private enum Stage {
    BEFORE,
    BEGUN,
    BEGUN_AGAIN,
    ESTABLISHED,
    COMPLETE
  }

  GssapiClient(InitiatorContext context, Ticket ticket, boolean tls) {
    this.context = context;
    this.ticket = ticket;
    this.tls = tls;
  }

  @Override
  public String getMechanismName() {
    return "GSSAPI";
  }

  @Override
  public boolean hasInitialResponse() {
    return true;
  }

  @Override
  public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    try {
      return switch (stage) {
        case BEFORE -> begin();
        case BEGUN -> challenge.length == 0 ? beginAgain() : establish(challenge);
        case BEGUN_AGAIN -> establish(challenge);
        case ESTABLISHED -> choose(context.unwrap(challenge));
        case COMPLETE ->
            throw new SaslException("GSSAPI was complete when the server sent another challenge");
      };
    } catch (GSSException e) {
      throw KerberosErrors.ofExchange(e, ticket);
    }
  }

  @Override
  public byte[] answerWords(String words) throws SaslException {
    if (stage != Stage.BEGUN) {
      throw new SaslException("the server goes on with words where its token belongs");
    }
    return beginAgain();
  }

  private byte[] begin() throws GSSException {
    first = context.step(NOTHING);
    stage = Stage.BEGUN;
    return first;
  }

  private byte[] beginAgain() {
    stage = Stage.BEGUN_AGAIN;
    return first;
  }

  private byte[] establish(byte[] token) throws GSSException, SaslException {
    byte[] answer = context.step(token);
    if (context.isEstablished()) {
      if (!context.isMutuallyEstablished()) {
        throw new SaslException("the server did not prove who it is");
      }
      stage = Stage.ESTABLISHED;
    }
    return answer;
  }

  private byte[] choose(byte[] offer) throws GSSException, SaslException {
    if (offer.length != CHOICE.length) {
      throw new SaslException(
          "the server's offer of security layers has "
              + offer.length
              + " octets instead of 4 (RFC 4752 section 3.1)");
    }
    if ((offer[0] & NO_LAYER) == 0) {
      throw new SaslException(
          "the server demands a security layer of Kerberos (offer "
              + (offer[0] & 0xff)
              + "), but mail goes over TLS here: it must be set to take logins without one");
    }
    byte[] answer = context.wrap(CHOICE);
    stage = Stage.COMPLETE;
    return answer;
  }

  @Override
  public boolean isComplete() {
    return stage == Stage.COMPLETE;
  }

  @Override
  public boolean isProven() {
    return tls && (stage == Stage.ESTABLISHED || stage == Stage.COMPLETE);
  }

  @Override
  public Remedy remedy(SmtpReply reply) {
    return new Remedy(KerberosRows.TICKET_REFUSED, KerberosErrors.afterRefusal(ticket));
  }

  @Override
  public @Nullable Object getNegotiatedProperty(String property) {
    if (!isComplete() && !isProven()) {
      throw new IllegalStateException("GSSAPI is not complete");
    }
    return property.equals(Sasl.QOP) ? "auth" : null;
  }

  @Override
  public void dispose() throws SaslException {
    try {
      context.dispose();
    } catch (GSSException e) {
      throw KerberosErrors.ofExchange(e, ticket);
    }
  }
}
