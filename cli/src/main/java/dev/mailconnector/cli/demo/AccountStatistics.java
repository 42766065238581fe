package dev.mailconnector.cli.demo;

import dev.mailconnector.event.ConnectorEvent.MessageSent;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one account of the demo did, from its events. Thread-safe. */
final class AccountStatistics {
  /** Connections of the old token are replaced within this time after a renewal. */
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private final String name;
  private final String login;
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder renewals = new LongAdder();
  private volatile @Nullable TokenRenewed token;
  private volatile @Nullable Instant renewingSince;

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

  void refused() {
    failed.increment();
  }

  void renewing(Instant since) {
    renewingSince = since;
  }

  void renewalOver() {
    renewingSince = null;
  }

  void renewed(TokenRenewed event) {
    if (event.generation() > 1) {
      renewals.increment();
    }
    token = event;
    renewingSince = null;
  }

  /** Whether any part of this send fell into a renewal or the second after it. */
  boolean nearRenewal(MessageSent message) {
    Instant end = message.at();
    Instant renewing = renewingSince;
    if (renewing != null && !end.isBefore(renewing)) {
      return true;
    }
    TokenRenewed last = token;
    return last != null
        && last.generation() > 1
        && end.minus(message.took()).isBefore(last.at().plus(AFTERMATH))
        && !end.isBefore(last.at().minus(last.took()));
  }
}
