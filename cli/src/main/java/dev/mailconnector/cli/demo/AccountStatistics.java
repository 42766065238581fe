package dev.mailconnector.cli.demo;

import dev.mailconnector.event.ConnectorEvent.MessageSent;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one account of the demo did, from its events. Thread-safe. */
final class AccountStatistics {
  /** Connections that an old token opened are replaced when it ends, and soon after. */
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private final String name;
  private final String login;
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder renewals = new LongAdder();
  private volatile @Nullable TokenRenewed token;
  private volatile @Nullable Instant renewingSince;
  private volatile Instant replacedSince = Instant.MAX;
  private volatile Instant replacedUntil = Instant.MIN;

  AccountStatistics(String name, String login) {
    this.name = name;
    this.login = login;
  }

  String name() {
    return name;
  }

  /** How it logs in, in words. */
  String login() {
    return login;
  }

  long sent() {
    return sent.sum();
  }

  long failed() {
    return failed.sum();
  }

  long renewals() {
    return renewals.sum();
  }

  /** The token that it logs in with now; null before the first one, and for a password. */
  @Nullable TokenRenewed token() {
    return token;
  }

  void accepted() {
    sent.increment();
  }

  void sendFailed() {
    failed.increment();
  }

  void renewing(Instant since) {
    renewingSince = since;
  }

  void renewalOver() {
    renewingSince = null;
  }

  void renewed(TokenRenewed event) {
    TokenRenewed old = token;
    if (old != null) {
      renewals.increment();
      replacedSince = event.at().minus(event.took());
      replacedUntil = later(old.expiresAt(), event.at()).plus(AFTERMATH);
    }
    token = event;
    renewingSince = null;
  }

  /** Whether any part of this send fell into the time in which a token replaced another one. */
  boolean nearRenewal(MessageSent message) {
    Instant end = message.at();
    Instant start = end.minus(message.took());
    Instant renewing = renewingSince;
    return (token != null && renewing != null && !end.isBefore(renewing))
        || (!end.isBefore(replacedSince) && start.isBefore(replacedUntil));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
