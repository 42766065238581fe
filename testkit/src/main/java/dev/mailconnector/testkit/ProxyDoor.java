package dev.mailconnector.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whom an HTTP proxy lets through (RFC 9110, section 11.7). */
final class ProxyDoor {
  private static final String FIELD = "Proxy-Authorization:";

  private final Supplier<Visit> visits;

  private ProxyDoor(Supplier<Visit> visits) {
    this.visits = visits;
  }

  /** One connection. */
  interface Visit {
    /** The challenge that a request with this head gets; null if it is let through. */
    @Nullable String challenge(String head);
  }

  static ProxyDoor open() {
    return new ProxyDoor(() -> head -> null);
  }

  static ProxyDoor basic(String user, String password) {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    String known = "Basic " + Base64.getEncoder().encodeToString(login);
    return new ProxyDoor(
        () -> head -> known.equals(authorization(head)) ? null : "Basic realm=\"testkit\"");
  }

  static ProxyDoor of(ServerMechanism mechanism) {
    return new ProxyDoor(() -> new Steps(mechanism));
  }

  Visit visit() {
    return visits.get();
  }

  private static String authorization(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, FIELD, 0, FIELD.length()))
        .map(line -> line.substring(FIELD.length()).strip())
        .findFirst()
        .orElse("");
  }

  private static final class Steps implements Visit {
    private final ServerMechanism mechanism;
    private ServerMechanism.Exchange exchange;

    Steps(ServerMechanism mechanism) {
      this.mechanism = mechanism;
      this.exchange = begin();
    }

    private ServerMechanism.Exchange begin() {
      return mechanism.start(new ServerMechanism.Context(null, null));
    }

    @Override
    public @Nullable String challenge(String head) {
      String[] words = authorization(head).split(" ", 2);
      if (words.length < 2 || !words[0].equals(mechanism.name())) {
        return mechanism.name();
      }
      ServerMechanism.Step step = exchange.next(Base64.getDecoder().decode(words[1]));
      if (step instanceof ServerMechanism.Step.Challenge challenge) {
        return mechanism.name() + " " + Base64.getEncoder().encodeToString(challenge.data());
      }
      exchange = begin();
      return step instanceof ServerMechanism.Step.Accepted ? null : mechanism.name();
    }
  }
}
