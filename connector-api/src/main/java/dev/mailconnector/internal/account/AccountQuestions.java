package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.AccountSource;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the application's account source, once at a time per name: whoever needs the same account
 * meanwhile shares the answer, a failure included. Thread-safe.
 */
public final class AccountQuestions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AccountSource source;
  private final ConcurrentMap<String, CompletableFuture<AccountSender>> open =
      new ConcurrentHashMap<>();

  /** Questions to this source. */
  public AccountQuestions(AccountSource source) {
    this.source = source;
  }

  /** What the source says; its failures in the connector's words. */
  Optional<Account> find(String name) {
    Optional<Account> account;
    try {
      account = source.find(name);
    } catch (MailConnectorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unanswered(name, "The account source failed (" + e.getMessage() + ")", e);
    }
    account.ifPresent(found -> requireName(name, found));
    return account;
  }

  private static void requireName(String name, Account found) {
    if (!found.name().equals(name)) {
      throw ConfigurationException.of(
          "account",
          name,
          "The account source gave an account of another name, " + found.name() + ".");
    }
  }

  /** Asks in this thread, or waits for the answer to whoever is asking. */
  AccountSender ask(String name, Supplier<AccountSender> question) {
    CompletableFuture<AccountSender> mine = new CompletableFuture<>();
    CompletableFuture<AccountSender> earlier = open.putIfAbsent(name, mine);
    if (earlier != null) {
      return join(name, earlier);
    }
    try {
      AccountSender answer = question.get();
      mine.complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      open.remove(name, mine);
    }
  }

  private static AccountSender join(String name, CompletableFuture<AccountSender> answer) {
    try {
      return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MailConnectorException known) {
        throw known.shared();
      }
      throw unanswered(name, "The account source failed", e);
    } catch (TimeoutException e) {
      throw unanswered(name, "The account source has not answered for " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered(name, "Interrupted while waiting for the account source", e);
    }
  }

  private static ConnectionFailedException unanswered(
      String name, String what, @Nullable Exception cause) {
    return new ConnectionFailedException(
        FailureDetail.of(
                Stage.CONFIGURATION, what, Advice.RETRY_LATER, ConnectRows.ACCOUNT_SOURCE_FAILS)
            .withCause(cause)
            .forSend(name, null, 1));
  }
}
