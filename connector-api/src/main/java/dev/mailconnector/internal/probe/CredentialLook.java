package dev.mailconnector.internal.probe;

import dev.mailconnector.Account;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.provider.PasswordPolicy;
import dev.mailconnector.provider.PasswordPolicy.Verdict;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialFacts;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Mechanism;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be told of a credential without telling it. One thread's. */
final class CredentialLook {
  /** They carry the account's password as it is. */
  private static final Set<String> PASSWORDS =
      Set.of("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256");

  private final Account account;
  private final CredentialProvider provider;
  private final InstantSource clock;
  private final List<String> details = new ArrayList<>();
  private final List<ProbeFinding> findings = new ArrayList<>();
  private final List<ProbeFinding> doubts = new ArrayList<>();
  private String summary = "";

  CredentialLook(Account account, CredentialProvider provider, InstantSource clock) {
    this.account = account;
    this.provider = provider;
    this.clock = clock;
  }

  /** Asks for the credential, as a send does; what else ends is looked up before. */
  Credential fetch() {
    provider.ends().forEach(this::end);
    Credential credential = provider.current();
    Instant begin = credential.issuedAt();
    Instant end = credential.expiresAt();
    summary =
        credential.mechanisms().stream().map(Mechanism::name).collect(Collectors.joining(", "))
            + " for "
            + provider.identity();
    if (end != null) {
      details.add("lifetime: " + Duration.between(clock.instant(), end).toSeconds() + " s");
    }
    CredentialFacts facts = credential.facts();
    facts.told().forEach((name, value) -> details.add(name + ": " + value));
    facts.doubts().forEach(this::doubt);
    clock(facts.issuerTime(), begin);
    password(credential);
    return credential;
  }

  String summary() {
    return summary;
  }

  List<String> details() {
    return details;
  }

  /** What is wrong for certain. */
  List<ProbeFinding> findings() {
    return findings;
  }

  /** What makes a server refuse it, should it do so: it is no warning where the login succeeds. */
  List<ProbeFinding> doubts() {
    return doubts;
  }

  private void doubt(Remedy doubt) {
    details.add("hint: " + doubt.text());
    doubts.add(
        ProbeFinding.of(
            "The server refused the login of " + provider.identity() + ", whose token came",
            doubt));
  }

  private void end(CredentialEnd end) {
    details.add(
        end.part().words()
            + " "
            + end.name()
            + (end.ifUnused() ? " ends, if unused, " : " ends ")
            + end.endsAt());
    findings.addAll(warning(end, clock.instant()));
  }

  /** What is to be said of an end that is near. */
  static List<ProbeFinding> warning(CredentialEnd end, Instant now) {
    if (now.isBefore(end.warnFrom())) {
      return List.of();
    }
    boolean over = !now.isBefore(end.endsAt());
    Diagnosis row = over ? ProbeDiagnoses.CREDENTIAL_ENDED : ProbeDiagnoses.CREDENTIAL_ENDS;
    String what = "The " + end.part().words() + " " + end.name();
    return List.of(
        ProbeFinding.of(
            what + (over ? " ended on " : " ends on ") + end.endsAt(), row.remedy(end.remedy())));
  }

  private void clock(@Nullable Instant theirs, @Nullable Instant ours) {
    if (theirs != null && ours != null) {
      ProbeFinding finding = ClockLook.between("the token issuer", theirs, ours);
      if (finding != null) {
        findings.add(finding);
      }
    }
  }

  private void password(Credential credential) {
    boolean isPassword =
        credential.mechanisms().stream().map(Mechanism::name).anyMatch(PASSWORDS::contains);
    if (isPassword) {
      PasswordPolicy.at(account.endpoint().host()).ifPresent(this::password);
    }
  }

  private void password(PasswordPolicy policy) {
    if (policy.verdict() == Verdict.APP_PASSWORD) {
      details.add(policy.what());
      return;
    }
    boolean refused = policy.verdict() == Verdict.REFUSED;
    Diagnosis row = refused ? ProbeDiagnoses.PASSWORD_REFUSED : ProbeDiagnoses.PASSWORD_ENDING;
    findings.add(ProbeFinding.of(policy.what() + ", " + policy.when(), row));
  }
}
