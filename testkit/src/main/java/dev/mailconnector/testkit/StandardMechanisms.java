package dev.mailconnector.testkit;

import dev.mailconnector.testkit.ServerMechanism.Exchange;
import dev.mailconnector.testkit.ServerMechanism.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * PLAIN (RFC 4616), LOGIN, XOAUTH2 and OAUTHBEARER (RFC 7628), checked against {@link Accounts}.
 */
final class StandardMechanisms {
  private static final byte[] NOTHING = new byte[0];

  private StandardMechanisms() {}

  static List<ServerMechanism> of(Accounts accounts, String tokenErrorJson) {
    return List.of(
        new Named("PLAIN", () -> plain(accounts)),
        new Named("LOGIN", () -> new LoginExchange(accounts)),
        new Named(
            "XOAUTH2", () -> new BearerExchange(BearerFormat.XOAUTH2, accounts, tokenErrorJson)),
        new Named(
            "OAUTHBEARER",
            () -> new BearerExchange(BearerFormat.OAUTHBEARER, accounts, tokenErrorJson)));
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
}
