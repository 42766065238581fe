package dev.mailconnector.testkit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One login by token, refused tokens with JSON and its answer included. */
final class BearerExchange implements ServerMechanism.Exchange {
  private final BearerFormat format;
  private final Accounts accounts;
  private final String errorJson;
  private ServerMechanism.@Nullable Step afterError;

  BearerExchange(BearerFormat format, Accounts accounts, String errorJson) {
    this.format = format;
    this.accounts = accounts;
    this.errorJson = errorJson;
  }

  @Override
  public ServerMechanism.Step next(byte @Nullable [] response) {
    if (response == null) {
      return ServerMechanism.Step.challenge(new byte[0]);
    }
    String text = new String(response, StandardCharsets.UTF_8);
    if (afterError != null) {
      return text.equals(format.answerToError())
          ? afterError
          : ServerMechanism.Step.refused("501 5.5.2 Not the answer to an error challenge");
    }
    BearerFormat.Bearer bearer = format.parse(text);
    if (bearer == null) {
      return ServerMechanism.Step.refused("501 5.5.2 Cannot parse the token response");
    }
    return judge(bearer.user(), accounts.check(bearer.user(), bearer.token()));
  }

  private ServerMechanism.Step judge(String user, TokenVerdict verdict) {
    if (!(verdict instanceof TokenVerdict.Refused refused)) {
      return ServerMechanism.Step.accepted(user);
    }
    String json = refused.errorJson() == null ? errorJson : refused.errorJson();
    ServerMechanism.Step last = new ServerMechanism.Step.Refused(refused.reply());
    if (json.isEmpty()) {
      return last;
    }
    afterError = last;
    return ServerMechanism.Step.challenge(json.getBytes(StandardCharsets.UTF_8));
  }
}
