package dev.mailconnector.auth.basic.internal.scram;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.auth.basic.internal.PasswordRows;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.AdvisesOnRefusal;
import dev.mailconnector.spi.AuthOnlyClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * One login by SCRAM. Complete when the server has proved that it knows the password, and not
 * before: whatever it accepts earlier counts for nothing. Used by one thread.
 */
final class ScramClient implements AuthOnlyClient, AdvisesOnRefusal {
  private static final byte[] NOTHING = {};

  private final String name;
  private final ScramExchange exchange;
  private final ScramAdvice advice;
  private final Runnable proven;
  private @Nullable ScramPassword password;
  private @Nullable String error;
  private Stage stage = Stage.BEFORE;

  private enum Stage {
    BEFORE,
    NAMED,
    PROVED,
    ERROR,
    COMPLETE
  }

  /** The last is told when the server has proved itself. */
  ScramClient(
      String name,
      ScramExchange exchange,
      ScramPassword password,
      ScramAdvice advice,
      Runnable proven) {
    this.name = name;
    this.exchange = exchange;
    this.password = password;
    this.advice = advice;
    this.proven = proven;
  }

  @Override
  public String getMechanismName() {
    return name;
  }

  @Override
  public boolean hasInitialResponse() {
    return true;
  }

  @Override
  public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    ScramPassword secret = password;
    if (secret == null) {
      throw new SaslException(name + " has been disposed of");
    }
    return switch (stage) {
      case BEFORE -> {
        stage = Stage.NAMED;
        yield exchange.clientFirst();
      }
      case NAMED -> {
        byte[] answer = exchange.clientFinal(challenge, secret);
        stage = Stage.PROVED;
        yield answer;
      }
      case PROVED -> end(challenge);
      case ERROR -> throw new SaslException("the server says " + error + " and goes on asking");
      case COMPLETE ->
          throw new SaslException(name + " was complete when the server sent another challenge");
    };
  }

  /** An error is followed by the final reply, which counts as a refusal like any other. */
  private byte[] end(byte[] challenge) throws SaslException {
    String text = new String(challenge, UTF_8);
    if (text.startsWith("e=")) {
      error = ServerError.shown(text);
      stage = Stage.ERROR;
    } else {
      exchange.verify(challenge);
      stage = Stage.COMPLETE;
      proven.run();
    }
    return NOTHING;
  }

  @Override
  public boolean isComplete() {
    return stage == Stage.COMPLETE;
  }

  @Override
  public Remedy remedy(SmtpReply reply) {
    return new Remedy(PasswordRows.SCRAM, advice.on(error));
  }

  @Override
  public void dispose() {
    password = null;
    exchange.wipe();
  }
}
