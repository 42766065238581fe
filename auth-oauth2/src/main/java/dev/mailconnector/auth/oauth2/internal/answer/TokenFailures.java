package dev.mailconnector.auth.oauth2.internal.answer;

import static dev.mailconnector.auth.oauth2.internal.answer.TokenAnswerReader.parse;
import static dev.mailconnector.auth.oauth2.internal.answer.TokenAnswerReader.seconds;
import static dev.mailconnector.auth.oauth2.internal.answer.TokenAnswerReader.text;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenException.Reach;
import dev.mailconnector.auth.oauth2.internal.diagnosis.TripRows;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that brought nothing: whether it may pass, whom it concerns, what the issuer
 * said, and who must do what (RFC 6749 sections 4.1.2.1 and 5.2).
 */
final class TokenFailures {
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private static final Pattern TAG = Pattern.compile("<[^>]{0,200}>");
  private static final int EXCERPT = 160;

  /** What may pass and still is the business of one account: it is locked for a while. */
  private static final String LOCKED = "AADSTS50053";

  private static final String CHALLENGE =
      " The issuer sent a claims challenge with it: a policy such as Conditional Access wants more"
          + " of this login than a program can give by itself. The user must log in again, or an"
          + " administrator exempt this login.";

  private final String what;
  private final Quotation quotation;
  private final InstantSource clock;
  private final boolean ofUser;
  private final @Nullable Instant unfinished;
  private final boolean dated;

  /**
   * The failures of one request.
   *
   * @param what the request, in words
   * @param ofUser whether a refresh token was presented, so that a refused grant is a consent
   * @param unfinished when an earlier exchange of it began that came to no end, or null
   * @param dated whether the request holds something that is valid for a time only
   */
  TokenFailures(
      String what,
      Quotation quotation,
      InstantSource clock,
      boolean ofUser,
      @Nullable Instant unfinished,
      boolean dated) {
    this.ofUser = ofUser;
    this.what = what;
    this.quotation = quotation;
    this.clock = clock;
    this.unfinished = unfinished;
    this.dated = dated;
  }

  /** An answer that brought something else than what belongs there. */
  TokenException unusable(HttpAnswer answer) {
    Map<String, Object> json = parse(answer.body());
    TokenException refusal = json == null ? null : refusal(answer, json);
    return refusal == null ? notOAuth(answer) : refusal;
  }

  /** The error in an answer (section 5.2); null if there is none. */
  @Nullable TokenException refusal(HttpAnswer answer, Map<String, Object> json) {
    if (json.get("error") instanceof String error) {
      return refused(answer, error, text(json, "error_description"), json.containsKey("claims"));
    }
    // The errors of Google's APIs, google.aip.dev/193.
    if (json.get("error") instanceof Map<?, ?> error
        && error.get("status") instanceof String code) {
      return refused(
          answer, code, error.get("message") instanceof String said ? said : null, false);
    }
    return null;
  }

  /** An error of an authorization endpoint, section 4.1.2.1. */
  TokenException denied(String error, @Nullable String description) {
    String said =
        quotation.of(error) + (description == null ? "" : " \"" + quotation.of(description) + "\"");
    ErrorRow row = TokenErrorAdvice.of(error, description);
    if (row != null && !row.permanent()) {
      return TokenException.temporary(
          what + " was refused for now", said, row.diagnosis().remedy(), null, null);
    }
    return lasting(said, row, (row == null ? TripRows.CODE_UNKNOWN : row.diagnosis()).remedy());
  }

  private TokenException refused(
      HttpAnswer answer, String error, @Nullable String description, boolean challenged) {
    String said =
        "HTTP "
            + answer.status()
            + " "
            + quotation.of(error)
            + (description == null ? "" : " \"" + quotation.of(description) + "\"");
    ErrorRow row = TokenErrorAdvice.of(error, description);
    if (isOverload(answer.status()) || (row != null && !row.permanent())) {
      Diagnosis found = row == null || row.permanent() ? TripRows.OVERLOADED : row.diagnosis();
      TokenException passing =
          TokenException.temporary(
              what + " was refused for now", said, found.remedy(), retryAfter(answer), null);
      return row != null && row.code().equals(LOCKED)
          ? passing
          : passing.concerning(reach(answer), said);
    }
    if (unfinished != null && error.equals("invalid_grant")) {
      return TokenException.consentNeeded(what + " was refused", said, cutOff(unfinished), null);
    }
    Remedy known = (row == null ? TripRows.CODE_UNKNOWN : row.diagnosis()).remedy();
    Remedy asked = challenged ? because(TripRows.CHALLENGED, known, CHALLENGE) : known;
    String skew = dated ? ClockSkew.advice(answer, clock) : "";
    return lasting(
        said, row, skew.isEmpty() ? asked : because(DiagnosisCatalogue.CLOCK_WRONG, asked, skew));
  }

  /** The code says what, this says why. */
  private static Remedy because(Diagnosis why, Remedy known, String more) {
    return new Remedy(why, known.and(more).text());
  }

  private TokenException lasting(String said, @Nullable ErrorRow row, Remedy remedy) {
    String refused = what + " was refused";
    boolean consent =
        row != null
            && (row.consent() == ErrorRow.Consent.ALWAYS
                || (row.consent() == ErrorRow.Consent.OF_USERS && ofUser));
    return consent
        ? TokenException.consentNeeded(refused, said, remedy, null)
        : TokenException.permanent(refused, said, remedy, null);
  }

  /** Whom else an answer concerns that may pass. */
  private static Reach reach(HttpAnswer answer) {
    return answer.status() / 100 == 5 ? Reach.ISSUER : Reach.CLIENT;
  }

  private static Remedy cutOff(Instant begun) {
    return new Remedy(
        TripRows.UNFINISHED,
        "An exchange of this refresh token began at "
            + begun.truncatedTo(ChronoUnit.SECONDS)
            + ", and its end was never recorded: the process ended, the line broke or the token"
            + " store failed between the issuer's answer and our write. The issuer has most likely"
            + " replaced the token then, and the new one is lost. The user must log in and consent"
            + " again.");
  }

  /** An answer that is not one of OAuth: a page, a redirect, an empty body. */
  TokenException notOAuth(HttpAnswer answer) {
    String said = "HTTP " + answer.status() + " " + quotation.of(answer.reason());
    said = said.trim() + ", " + kindOfBody(answer);
    Diagnosis found =
        switch (answer.status()) {
          case 407 -> TripRows.PROXY_LOGIN;
          case 301, 302, 303, 307, 308 -> TripRows.REDIRECTS;
          case 404, 405, 410, 415 -> TripRows.NO_ENDPOINT;
          default -> TripRows.STRANGE;
        };
    boolean permanent =
        switch (answer.status()) {
          case 301, 302, 303, 307, 308, 404, 405, 407, 410, 415 -> true;
          default -> false;
        };
    return permanent
        ? TokenException.permanent(what + " failed", said, found.remedy(), null)
        : passing(answer, said, found.remedy());
  }

  /** An answer that is none, and may be another next time. */
  TokenException passing(HttpAnswer answer, String said, Remedy remedy) {
    return TokenException.temporary(what + " failed", said, remedy, retryAfter(answer), null)
        .concerning(reach(answer), said);
  }

  /** A success that is none. */
  TokenException strange(HttpAnswer answer, String why) {
    return passing(
        answer,
        "HTTP " + answer.status() + ", " + quotation.of(why),
        TripRows.AGAINST_RULES.remedy());
  }

  /** Of a success no text is shown: it may hold a token that could not be read. */
  private String kindOfBody(HttpAnswer answer) {
    String type = answer.mediaType().isEmpty() ? "unnamed content" : answer.mediaType();
    String size = answer.body().length() + " characters of " + quotation.of(type);
    if (answer.body().isBlank()) {
      return "no body";
    }
    if (answer.status() / 100 == 2) {
      return size;
    }
    String text = quotation.of(TAG.matcher(answer.body()).replaceAll(" "));
    String start = text.length() > EXCERPT ? text.substring(0, EXCERPT) + "..." : text;
    return size + ", \"" + start.replaceAll(" +", " ") + "\"";
  }

  private static boolean isOverload(int status) {
    return status == 408 || status == 425 || status == 429 || status / 100 == 5;
  }

  /** {@code Retry-After} in seconds or as a date, RFC 9110 section 10.2.3. */
  private @Nullable Duration retryAfter(HttpAnswer answer) {
    String value = answer.header("Retry-After");
    if (value == null) {
      return null;
    }
    Duration pause = seconds(value);
    if (pause == null) {
      Instant end = ClockSkew.date(value);
      if (end == null) {
        return null;
      }
      pause = Duration.between(ClockSkew.issuerTime(answer, clock), end);
    }
    if (pause.isNegative() || pause.isZero()) {
      return null;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
