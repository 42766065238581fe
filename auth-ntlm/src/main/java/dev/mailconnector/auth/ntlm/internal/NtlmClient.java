package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.auth.ntlm.internal.protocol.ChallengeMessage;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmException;
import dev.mailconnector.auth.ntlm.internal.protocol.NtlmExchange;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.AdvisesOnRefusal;
import dev.mailconnector.spi.AnswersWords;
import dev.mailconnector.spi.AuthOnlyClient;
import dev.mailconnector.spi.Secret;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * One login by NTLM in SMTP. It begins by itself; a server that did not read that, and answers by
 * {@code NTLM supported} or nothing at all, gets the same message once more. Complete when the last
 * message has been given out. Used by one thread.
 */
final class NtlmClient implements AuthOnlyClient, AnswersWords, AdvisesOnRefusal {
  private final NtlmExchange exchange;
  private final NtlmAdvice advice;
  private @Nullable Secret password;
  private Stage stage = Stage.BEFORE;

  private enum Stage {
    BEFORE,
    NEGOTIATED,
    NEGOTIATED_AGAIN,
    COMPLETE
  }

  NtlmClient(NtlmExchange exchange, Secret password, NtlmAdvice advice) {
    this.exchange = exchange;
    this.password = password;
    this.advice = advice;
  }

  @Override
  public String getMechanismName() {
    return "NTLM";
  }

  @Override
  public boolean hasInitialResponse() {
    return true;
  }

  @Override
  public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    Secret secret = password;
    if (secret == null) {
      throw new SaslException("NTLM has been disposed of");
    }
    return switch (stage) {
      case BEFORE -> negotiate(Stage.NEGOTIATED);
      case NEGOTIATED ->
          ChallengeMessage.isOne(challenge)
              ? authenticate(challenge, secret)
              : negotiate(Stage.NEGOTIATED_AGAIN);
      case NEGOTIATED_AGAIN -> authenticate(challenge, secret);
      case COMPLETE ->
          throw new SaslException("NTLM was complete when the server sent another challenge");
    };
  }

  @Override
  public byte[] answerWords(String words) throws SaslException {
    if (stage == Stage.NEGOTIATED_AGAIN) {
      throw new SaslException("the server goes on with words where its challenge belongs");
    }
    return evaluateChallenge(new byte[0]);
  }

  private byte[] negotiate(Stage next) {
    stage = next;
    return exchange.negotiate();
  }

  private byte[] authenticate(byte[] challenge, Secret secret) throws SaslException {
    try {
      byte[] message = exchange.authenticate(challenge, secret);
      stage = Stage.COMPLETE;
      return message;
    } catch (NtlmException e) {
      throw new SaslException(e.getMessage());
    }
  }

  @Override
  public boolean isComplete() {
    return stage == Stage.COMPLETE;
  }

  @Override
  public @Nullable Remedy remedy(SmtpReply reply) {
    ChallengeMessage challenge = exchange.challenge();
    return challenge == null ? null : new Remedy(NtlmRows.REFUSED, advice.on(challenge));
  }

  /** Lets go of the password; everything computed from it is wiped by then. */
  @Override
  public void dispose() {
    password = null;
  }
}
