package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A KDC that does what it is told. */
final class ScriptedTickets implements TicketSource {
  private final InstantSource clock;
  Duration life = Duration.ofHours(10);
  TicketFailure.@Nullable Kind failure;
  @Nullable Ticket cached;
  Object stamp = "first";
  int fetched;
  int looks;
  @Nullable RuntimeException broken;

  ScriptedTickets(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Ticket fetch() throws TicketFailure {
    fetched++;
    if (broken != null) {
      throw broken;
    }
    if (failure != null) {
      throw new TicketFailure(
          FailureDetail.of(
              Stage.CREDENTIAL,
              "No ticket",
              failure == TicketFailure.Kind.PASSING ? Advice.RETRY_LATER : Advice.FIX_CONFIGURATION,
              "Ask the KDC."),
          failure);
    }
    return cached == null ? new Fake(fetched, clock.instant().plus(life)) : cached;
  }

  /** The ticket that whoever keeps the cache fresh puts there. */
  void cache(int number, Duration rest) {
    cached = new Fake(number, clock.instant().plus(rest));
  }

  @Override
  public Object stamp() {
    looks++;
    return stamp;
  }

  private record Fake(int number, Instant expiresAt) implements Ticket {
    @Override
    public String client() {
      return "svc-mail@CORP.TEST";
    }

    @Override
    public String service() {
      return "smtp/mail.corp.test@CORP.TEST";
    }

    @Override
    public boolean isOfSameOrigin(Ticket other) {
      return other instanceof Fake that && that.number == number;
    }

    @Override
    public InitiatorContext open() {
      throw new AssertionError("A scripted ticket has nobody to talk to");
    }
  }
}
