package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token request that brought no token. It tells what was tried, what the issuer said, what that
 * means, and who must do what; none of its texts contains a secret.
 */
public final class TokenException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whom else a failure concerns, beyond the account that met it. */
  public enum Reach {
    /** Nobody: the issuer is there, or was never asked. */
    ACCOUNT,
    /** Everybody who asks as this client: it is throttled, or what it asks is out of order. */
    CLIENT,
    /** Everybody who asks this issuer: it does not answer, or reports a fault of its own. */
    ISSUER
  }

  private final String what;
  private final @Nullable String answer;
  private final String remedy;
  private final @Nullable Diagnosis diagnosis;
  private final boolean permanent;
  private final boolean consentNeeded;
  private final @Nullable Duration retryAfter;
  private final Reach reach;
  private final @Nullable String forOthers;

  private TokenException(
      String what,
      @Nullable String answer,
      String remedy,
      @Nullable Diagnosis diagnosis,
      boolean permanent,
      boolean consentNeeded,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause,
      Reach reach,
      @Nullable String forOthers) {
    super(answer == null ? what + ". " + remedy : what + ": " + answer + ". " + remedy, cause);
    this.what = what;
    this.answer = answer;
    this.remedy = remedy;
    this.diagnosis = diagnosis;
    this.permanent = permanent;
    this.consentNeeded = consentNeeded;
    this.retryAfter = retryAfter;
    this.reach = reach;
    this.forOthers = forOthers;
  }

  /**
   * A failure that may pass by itself: the issuer is unreachable, overloaded, or answers garbage.
   * The login tries again with growing pauses.
   *
   * @param what what was tried and what happened, in one sentence without a final stop
   * @param answer what the issuer said, verbatim (status, {@code error}, {@code
   *     error_description}); null if nothing came
   * @param remedy what it means and who must do what if it stays, in whole sentences
   * @param retryAfter the issuer's wish how long to wait ({@code Retry-After}), or null
   * @param cause the technical cause, or null
   */
  public static TokenException temporary(
      String what,
      @Nullable String answer,
      String remedy,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    return new TokenException(
        what, answer, remedy, null, false, false, retryAfter, cause, Reach.ACCOUNT, null);
  }

  /** A failure that may pass by itself, with a row of the catalogue of diagnoses. */
  public static TokenException temporary(
      String what,
      @Nullable String answer,
      Remedy remedy,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    return temporary(what, answer, remedy.text(), retryAfter, cause).diagnosed(remedy.diagnosis());
  }

  /**
   * A failure that stays until a human acts: {@code invalid_grant}, an expired client secret, a
   * missing consent. The login reports it at once and asks again only now and then.
   *
   * @param what what was tried and what happened, in one sentence without a final stop
   * @param answer what the issuer said, verbatim (status, {@code error}, {@code
   *     error_description}); null if nothing came
   * @param remedy what it means and who must do what, in whole sentences
   * @param cause the technical cause, or null
   */
  public static TokenException permanent(
      String what, @Nullable String answer, String remedy, @Nullable Throwable cause) {
    return new TokenException(
        what, answer, remedy, null, true, false, null, cause, Reach.ACCOUNT, null);
  }

  /** A failure that stays until a human acts, with a row of the catalogue of diagnoses. */
  public static TokenException permanent(
      String what, @Nullable String answer, Remedy remedy, @Nullable Throwable cause) {
    return permanent(what, answer, remedy.text(), cause).diagnosed(remedy.diagnosis());
  }

  /**
   * A failure that stays until a user, or an administrator, consents: the refresh token is dead, a
   * permission was never granted, another factor is wanted.
   *
   * @param what what was tried and what happened, in one sentence without a final stop
   * @param answer what the issuer said, verbatim (status, {@code error}, {@code
   *     error_description}); null if nothing came
   * @param remedy what it means and who must consent, in whole sentences
   * @param cause the technical cause, or null
   */
  public static TokenException consentNeeded(
      String what, @Nullable String answer, String remedy, @Nullable Throwable cause) {
    return new TokenException(
        what, answer, remedy, null, true, true, null, cause, Reach.ACCOUNT, null);
  }

  /** A failure that stays until somebody consents, with a row of the catalogue of diagnoses. */
  public static TokenException consentNeeded(
      String what, @Nullable String answer, Remedy remedy, @Nullable Throwable cause) {
    return consentNeeded(what, answer, remedy.text(), cause).diagnosed(remedy.diagnosis());
  }

  /**
   * The same as something that concerns others, too. After three of them in a row, from three
   * accounts, the issuer is left alone for all it concerns.
   *
   * @param said what happened, for the messages of other accounts: nothing of this one in it
   */
  public TokenException concerning(Reach others, String said) {
    TokenException wider =
        new TokenException(
            what,
            answer,
            remedy,
            diagnosis,
            permanent,
            consentNeeded,
            retryAfter,
            getCause(),
            others,
            said);
    wider.setStackTrace(getStackTrace());
    return wider;
  }

  private TokenException diagnosed(Diagnosis row) {
    return new TokenException(
        what,
        answer,
        remedy,
        row,
        permanent,
        consentNeeded,
        retryAfter,
        getCause(),
        reach,
        forOthers);
  }

  /** The row of the catalogue that its remedy is made of; empty where its source named none. */
  public Optional<Diagnosis> diagnosis() {
    return Optional.ofNullable(diagnosis);
  }

  /** Whom else it concerns; {@link Reach#ACCOUNT} unless its source said more. */
  public Reach reach() {
    return reach;
  }

  /** What happened, as other accounts may be told it; empty where it concerns none. */
  public Optional<String> forOthers() {
    return Optional.ofNullable(forOthers);
  }

  /** Whether the issuer answered. */
  public boolean answered() {
    return answer != null;
  }

  /** Whether it stays until a human acts. */
  public boolean permanent() {
    return permanent;
  }

  /** Whether a user, or an administrator, must consent. */
  public boolean consentNeeded() {
    return consentNeeded;
  }

  /** The same with the command that asks for the consent at the end of its remedy. */
  public TokenException withCommand(String command) {
    TokenException same =
        new TokenException(
            what,
            answer,
            remedy + " Run: " + command,
            diagnosis,
            permanent,
            consentNeeded,
            retryAfter,
            getCause(),
            reach,
            forOthers);
    same.setStackTrace(getStackTrace());
    return same;
  }

  /** How long the issuer asked to wait, if it did. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The same for a sender of this account, with the matching advice. */
  public CredentialException toCredentialException(String account) {
    Advice advice = permanent ? Advice.FIX_CONFIGURATION : Advice.RETRY_LATER;
    return new CredentialException(
        detail(advice)
            .withExplanation(answer)
            .withRetryAfter(retryAfter)
            .withCause(this)
            .forSend(account, null, 1));
  }

  private FailureDetail detail(Advice advice) {
    return diagnosis == null
        ? FailureDetail.of(Stage.CREDENTIAL, what, advice, remedy)
        : FailureDetail.of(Stage.CREDENTIAL, what, advice, new Remedy(diagnosis, remedy));
  }
}
