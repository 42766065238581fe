package dev.mailconnector;

import dev.mailconnector.event.ConnectorListener;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Signatures first; the body follows. */
public final class MailConnector implements AutoCloseable {

  /** Starts a connector. */
  public static Builder builder() {
    return new Builder();
  }

  /** A connector with this one account. */
  public static MailConnector of(Account account) {
    return builder().account(account).build();
  }

  /** Sends through the default account. */
  public SendReceipt send(MimeMessage message) {
    return send(message, SendOptions.defaults());
  }

  /** Sends. */
  public SendReceipt send(MimeMessage message, SendOptions options) {
    throw new IllegalStateException();
  }

  /** Sends a finished RFC 5322 message. */
  public SendReceipt send(byte[] message, SendOptions options) {
    throw new IllegalStateException();
  }

  /** Adds an account while running. */
  public void add(Account account) {}

  /** Replaces the account of this name; its old connections drain. */
  public void replace(Account account) {}

  /** Removes an account; its connections drain. */
  public boolean remove(String name) {
    return false;
  }

  /** The names of the accounts held now. */
  public Set<String> accounts() {
    return Set.of();
  }

  /** Gets a credential and opens one connection for every account, so that no first send waits. */
  public void warmUp() {}

  /** The same for one account. */
  public void warmUp(String name) {}

  @Override
  public void close() {}

  /** Collects the settings. */
  public static final class Builder {
    /** Adds an account; the first one is the default account. */
    public Builder account(Account account) {
      return this;
    }

    /** Names the default account. */
    public Builder defaultAccount(String name) {
      return this;
    }

    /** Where accounts that are not known by name come from. */
    public Builder accountSource(AccountSource source) {
      return this;
    }

    /** Who hears events. */
    public Builder listener(ConnectorListener listener) {
      return this;
    }

    /** Runs work that blocks (token requests); the connector's own daemon threads by default. */
    public Builder workers(Executor executor) {
      return this;
    }

    /** Runs timers; the connector's own daemon thread by default. */
    public Builder scheduler(ScheduledExecutorService scheduler) {
      return this;
    }

    /** The calendar clock. */
    public Builder clock(InstantSource clock) {
      return this;
    }

    /** Where large messages are kept while they are sent. */
    public Builder temporaryFolder(Path folder) {
      return this;
    }

    /** The connector. */
    public MailConnector build() {
      return new MailConnector();
    }
  }
}
