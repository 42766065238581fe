package dev.mailconnector.event;

import dev.mailconnector.failure.MailConnectorException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A human must act, now or before a day, or an account will not log in any more. Spaced so that it
 * may page somebody. Of an end: 30, 14 and 7 days before, then daily; of what lives shorter, when
 * half of its life is over. Of failing renewals: at the first failure, when things get worse, and
 * after 5 minutes, then after pauses that double up to 6 hours.
 */
public sealed interface CredentialWarning extends ConnectorEvent {

  /** Whether sends fail already, or will without somebody who acts. */
  boolean urgent();

  /** What is wrong, since when, until when it goes on, and who must do what; never a secret. */
  String message();

  /**
   * Tokens have not been renewed for a while. {@link ConnectorEvent.TokenRenewalRecovered} follows
   * when they are again.
   *
   * @param account the account
   * @param at when
   * @param since the first failure
   * @param attempts how many requests in a row have failed
   * @param permanent whether it stays until a human acts
   * @param failure the last failure, with what the issuer said
   * @param usableUntil until when the held token is served, or null if sends fail already
   */
  record RenewalFailing(
      String account,
      Instant at,
      Instant since,
      int attempts,
      boolean permanent,
      MailConnectorException failure,
      @Nullable Instant usableUntil)
      implements CredentialWarning {

    @Override
    public boolean urgent() {
      return permanent || usableUntil == null;
    }

    @Override
    public String message() {
      return "No token was renewed since " + since + tail(attempts, usableUntil, failure);
    }
  }

  /**
   * The consent of a user, or of an administrator, is missing, was taken back or has ended.
   *
   * @param account the account
   * @param at when
   * @param since the first failure
   * @param attempts how many requests in a row have failed
   * @param failure the last failure, with what the issuer said and who must consent
   * @param usableUntil until when the held token is served, or null if sends fail already
   * @param command the command that asks for the consent, or null where none does
   */
  record ConsentNeeded(
      String account,
      Instant at,
      Instant since,
      int attempts,
      MailConnectorException failure,
      @Nullable Instant usableUntil,
      @Nullable String command)
      implements CredentialWarning {

    @Override
    public boolean urgent() {
      return true;
    }

    @Override
    public String message() {
      return "A consent is needed since " + since + tail(attempts, usableUntil, failure);
    }
  }

  /**
   * A part of the login ends soon, or has ended.
   *
   * @param account the account
   * @param at when
   * @param end what ends when
   * @param command the command that replaces it, or null where none does
   */
  record Ending(String account, Instant at, CredentialEnd end, @Nullable String command)
      implements CredentialWarning {

    /**
     * The warning of this end at this moment.
     *
     * @param consentCommand the command that asks for a consent, for an end that it cures
     */
    public static Ending of(
        String account, Instant at, CredentialEnd end, @Nullable String consentCommand) {
      boolean cures =
          end.part() == CredentialEnd.Part.REFRESH_TOKEN
              && (!end.ifUnused() || !at.isBefore(end.endsAt()));
      return new Ending(account, at, end, cures ? consentCommand : null);
    }

    @Override
    public boolean urgent() {
      return !at.isBefore(end.endsAt());
    }

    @Override
    public String message() {
      return "The "
          + end.part().words()
          + " of account "
          + account
          + " ("
          + end.name()
          + (urgent() ? ") ended on " : ") ends on ")
          + end.endsAt()
          + (urgent() ? ". " : ", in " + words(Duration.between(at, end.endsAt())) + ". ")
          + end.remedy()
          + (command == null ? "" : " Run: " + command);
    }
  }

  private static String tail(
      int attempts, @Nullable Instant usableUntil, MailConnectorException failure) {
    return " ("
        + attempts
        + (attempts == 1 ? " request); " : " requests); ")
        + (usableUntil == null
            ? "there is no token, sends fail. "
            : "the held token serves until " + usableUntil + ". ")
        + failure.getMessage();
  }

  private static String words(Duration left) {
    if (left.toDays() >= 2) {
      return left.toDays() + " days";
    }
    return left.toHours() >= 2 ? left.toHours() + " hours" : left.toMinutes() + " minutes";
  }
}
