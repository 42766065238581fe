package dev.mailconnector.testkit;

import dev.mailconnector.testkit.ServerMechanism.Exchange;
import dev.mailconnector.testkit.ServerMechanism.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * PLAIN (RFC 4616), LOGIN, XOAUTH2 and OAUTHBEARER (RFC 7628), checked against {@link Accounts}.
 */
final class StandardMechanisms {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] ONE = {1};

  private StandardMechanisms() {}

  static List<ServerMechanism> of(Accounts accounts, String tokenErrorJson) {
    return List.of(
        new Named("PLAIN", () -> plain(accounts)),
        new Named("LOGIN", () -> new LoginExchange(accounts)),
        new Named("XOAUTH2", () -> new BearerExchange(accounts, tokenErrorJson, NOTHING)),
        new Named("OAUTHBEARER", () -> new BearerExchange(accounts, tokenErrorJson, ONE)));
  }

  private static Exchange plain(Accounts accounts) {
    return response -> {
      if (response == null) {
        return Step.challenge(NOTHING);
      }
      String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
      if (parts.length != 3) {
        return Step.refused("501 5.5.2 PLAIN is [authzid] NUL authcid NUL password (RFC 4616)");
      }
      boolean forSelf = parts[0].isEmpty() || parts[0].equals(parts[1]);
      return forSelf && accounts.knows(parts[1], parts[2])
          ? Step.accepted(parts[1])
          : Step.refused();
    };
  }

  private record Named(String name, Supplier<Exchange> exchanges) implements ServerMechanism {
    @Override
    public Exchange start(Context context) {
      return exchanges.get();
    }
  }

  private static final class LoginExchange implements Exchange {
    private final Accounts accounts;
    private @Nullable String user;

    LoginExchange(Accounts accounts) {
      this.accounts = accounts;
    }

    @Override
    public Step next(byte @Nullable [] response) {
      if (response == null) {
        return Step.challenge("Username:".getBytes(StandardCharsets.US_ASCII));
      }
      String text = new String(response, StandardCharsets.UTF_8);
      if (user == null) {
        user = text;
        return Step.challenge("Password:".getBytes(StandardCharsets.US_ASCII));
      }
      return accounts.knows(user, text) ? Step.accepted(user) : Step.refused();
    }
  }

  private static final class BearerExchange implements Exchange {
    private final Accounts accounts;
    private final String errorJson;
    private final byte[] answerToError;
    private @Nullable Step afterError;

    BearerExchange(Accounts accounts, String errorJson, byte[] answerToError) {
      this.accounts = accounts;
      this.errorJson = errorJson;
      this.answerToError = answerToError;
    }

    @Override
    public Step next(byte @Nullable [] response) {
      if (response == null) {
        return Step.challenge(NOTHING);
      }
      if (afterError != null) {
        return Arrays.equals(response, answerToError)
            ? afterError
            : Step.refused("501 5.5.2 Not the answer to an error challenge");
      }
      BearerResponse bearer = BearerResponse.parse(response, answerToError == ONE);
      if (bearer == null) {
        return Step.refused("501 5.5.2 Cannot parse the token response");
      }
      return judge(bearer.user(), accounts.check(bearer.user(), bearer.token()));
    }

    private Step judge(String user, TokenVerdict verdict) {
      if (!(verdict instanceof TokenVerdict.Refused refused)) {
        return Step.accepted(user);
      }
      String json = refused.errorJson() == null ? errorJson : refused.errorJson();
      Step last = new Step.Refused(refused.reply());
      if (json.isEmpty()) {
        return last;
      }
      afterError = last;
      return Step.challenge(json.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The response of both token mechanisms; they differ in how it begins. */
  private record BearerResponse(String user, String token) {
    static @Nullable BearerResponse parse(byte[] response, boolean gs2) {
      String text = new String(response, StandardCharsets.UTF_8);
      if (!text.endsWith("\1\1")) {
        return null;
      }
      List<String> parts =
          new ArrayList<>(Arrays.asList(text.substring(0, text.length() - 2).split("\1")));
      String user = gs2 ? gs2User(parts.remove(0)) : xoauth2User(parts.remove(0));
      for (String part : parts) {
        if (part.regionMatches(true, 0, "auth=Bearer ", 0, 12)) {
          return user == null ? null : new BearerResponse(user, part.substring(12));
        }
      }
      return null;
    }

    private static @Nullable String xoauth2User(String part) {
      return part.startsWith("user=") ? part.substring(5) : null;
    }

    private static @Nullable String gs2User(String header) {
      if (!header.matches("[ny],(a=[^,]+)?,")) {
        return null;
      }
      String name = header.substring(2, header.length() - 1);
      return name.isEmpty() ? "" : name.substring(2).replace("=2C", ",").replace("=3D", "=");
    }
  }
}
