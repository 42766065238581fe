package dev.mailconnector.auth.kerberos.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.kerberos.internal.TicketFailure.Kind;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Instant;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JDK's words, as it says them, and what we make of them. */
class KerberosErrorsTest {
  private static final KerberosPlan BY_PASSWORD =
      plan(new TicketOrigin.Password(SecretSource.fixed(Secret.of("s3cret-word"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Client not found in Kerberos database (6) | LASTING | does not know svc-mail@CORP.TEST",
        "KDC has no support for encryption type (14) | LASTING | no type of encryption in common",
        "Clients credentials have been revoked (18) | COUNTED | locked, disabled or expired",
        "Client's password has expired; change password to reset (23) - Password expired | LASTING"
            + " | has expired",
        "Pre-authentication information was invalid (24) | COUNTED | counts towards the account",
        "Integrity check on decrypted field failed (31) - PREAUTH_FAILED | COUNTED | password is"
            + " not that of",
        "Checksum failed | COUNTED | The password is not that of svc-mail@CORP.TEST",
        "Clock skew too great (37) | LASTING | must set its clock",
        "A service is not available (29) | PASSING | a problem of its own",
        "Cannot locate KDC | LASTING | Java reads realms and KDCs from",
        "Cannot locate default realm | LASTING | default_realm",
        "Receive timed out | PASSING | No KDC of the realm answered",
        "No LoginModule found for com.sun.security.auth.module.Krb5LoginModule | LASTING |"
            + " jdk.security.auth",
        "Generic error (description in e-text) (60) | LASTING | explains no more than that"
      })
  void login_refused_isExplained(String said, Kind kind, String words) {
    TicketFailure failure =
        new KerberosErrors(BY_PASSWORD, "smtp/mail.corp.test").ofClient(new LoginException(said));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(new CredentialException(failure.detail()))
        .hasMessageStartingWith(
            "No Kerberos ticket of svc-mail@CORP.TEST for smtp/mail.corp.test could be had by"
                + " password: Kerberos said \""
                + said
                + "\". ");
    assertThat(failure.detail().remedy()).contains(words).endsWith(".");
    assertThat(failure.detail().advice())
        .isEqualTo(kind == Kind.PASSING ? Advice.RETRY_LATER : Advice.FIX_CONFIGURATION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Clients credentials have been revoked (18) | true",
        "Pre-authentication information was invalid (24) | true",
        "Checksum failed | true",
        "Unable to obtain password from user | false",
        "Cannot locate KDC | false",
        "Receive timed out | false"
      })
  void login_refusedByTheKdc_isItsExplanation(String said, boolean byTheKdc) {
    TicketFailure failure =
        new KerberosErrors(BY_PASSWORD, "smtp/mail.corp.test").ofClient(new LoginException(said));

    assertThat(failure.detail().explanation() != null).isEqualTo(byTheKdc);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Client not found in Kerberos database (6) | kerberos-user-unknown",
        "Server not found in Kerberos database (7) | kerberos-service-unknown",
        "KDC has no support for encryption type (14) | kerberos-no-common-encryption",
        "Clients credentials have been revoked (18) | kerberos-account-locked",
        "Password has expired - change password to reset (23) | kerberos-password-expired",
        "Pre-authentication information was invalid (24) | kerberos-wrong-password",
        "Checksum failed | kerberos-wrong-password",
        "A service is not available (29) | kerberos-kdc-problem",
        "Clock skew too great (37) | kerberos-clock-skew",
        "Cannot locate KDC | kerberos-realm-unknown",
        "Cannot locate default realm | kerberos-realm-unknown",
        "Receive timed out | kerberos-kdc-silent",
        "No LoginModule found for com.sun.security.auth.module.Krb5LoginModule |"
            + " kerberos-modules-missing",
        "Unable to obtain password from user | kerberos-no-credentials",
        "Generic error (description in e-text) (60) | kerberos-unexplained"
      })
  void login_refused_namesItsRow(String said, String id) {
    assertThat(
            new KerberosErrors(BY_PASSWORD, "smtp/mail.corp.test")
                .ofClient(new LoginException(said))
                .detail()
                .diagnosis())
        .isNotNull()
        .extracting(Diagnosis::id)
        .isEqualTo(id);
  }

  @Test
  void login_refusedWithAKeytab_namesTheRowOfKeytabs() {
    KerberosPlan keytab = plan(new TicketOrigin.Keytab(Path.of("svc-mail.keytab")));

    assertThat(
            new KerberosErrors(keytab, "smtp/h")
                .ofClient(new LoginException("Pre-authentication information was invalid (24)"))
                .detail()
                .diagnosis())
        .isNotNull()
        .extracting(Diagnosis::id)
        .isEqualTo("kerberos-stale-keytab");
  }

  @Test
  void login_numberInACause_isFound() {
    LoginException e = new LoginException("something");
    e.initCause(new IOException("Clock skew too great (37)"));

    assertThat(new KerberosErrors(BY_PASSWORD, "smtp/h").ofClient(e).detail().remedy())
        .contains("must set its clock");
  }

  @Test
  void login_kdcSilent_isPassing() {
    LoginException e = new LoginException("Receive timed out");
    e.initCause(new SocketTimeoutException("Receive timed out"));

    assertThat(new KerberosErrors(BY_PASSWORD, "smtp/h").ofClient(e).kind())
        .isEqualTo(Kind.PASSING);
  }

  @Test
  void login_oldKeytab_namesIt() {
    KerberosPlan keytab = plan(new TicketOrigin.Keytab(Path.of("svc-mail.keytab")));

    assertThat(
            new KerberosErrors(keytab, "smtp/h")
                .ofClient(new LoginException("Pre-authentication information was invalid (24)"))
                .detail()
                .remedy())
        .contains("The keys in svc-mail.keytab are not those of svc-mail@CORP.TEST any more");
  }

  @Test
  void login_wordsOfManyLines_becomeOneShortLine() {
    String said = "x\r\n".repeat(1000);

    assertThat(
            new KerberosErrors(BY_PASSWORD, "smtp/h")
                .ofClient(new LoginException(said))
                .detail()
                .what())
        .hasSizeLessThan(500)
        .doesNotContain("\n", "\r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Clock skew too great (37) | clock and this machine's are too far apart",
        "Message stream modified (41) | keys are not those of smtp/mail.corp.test any more",
        "Request is a replay (34) | takes the login for a replay",
        "The ticket isn't for us (35) | it is not smtp/mail.corp.test: auth.service-principal"
      })
  void exchange_refusedByTheServer_isExplained(String said, String words) {
    assertThat(KerberosErrors.ofExchange(new GSSException(GSSException.FAILURE, -1, said), TICKET))
        .hasMessageContaining("Kerberos with smtp/mail.corp.test failed: ")
        .hasMessageContaining(words);
  }

  private static final Ticket TICKET =
      new Ticket() {
        @Override
        public String client() {
          return "svc-mail@CORP.TEST";
        }

        @Override
        public String service() {
          return "smtp/mail.corp.test@CORP.TEST";
        }

        @Override
        public Instant expiresAt() {
          return Instant.MAX;
        }

        @Override
        public boolean isOfSameOrigin(Ticket other) {
          return false;
        }

        @Override
        public InitiatorContext open() {
          throw new AssertionError("Errors are put into words without a context");
        }
      };

  private static KerberosPlan plan(TicketOrigin origin) {
    return new KerberosPlan(origin, "svc-mail@CORP.TEST", null);
  }
}
