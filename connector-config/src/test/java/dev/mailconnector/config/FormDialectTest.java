package dev.mailconnector.config;

import static dev.mailconnector.config.DialectTry.accepted;
import static dev.mailconnector.config.DialectTry.errors;
import static dev.mailconnector.config.DialectTry.line;
import static dev.mailconnector.config.DialectTry.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.Trust;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of a settings page: every way to say the line, every way to say the login. */
class FormDialectTest {
  private static final String HOST = "SMTP Host: h.example\n";
  private static final String LOGIN = "SMTP Username: ann\nSMTP Password: hunter2-S3cr3t\n";

  /** Stands for an error that asks which of two readings is meant. */
  private static final String ASKS = "asks";

  private static final List<String> TYPES = Arrays.asList(null, "None", "SSL", "TLS", "STARTTLS");
  private static final List<String> FLAGS = Arrays.asList(null, "true", "false");
  private static final List<String> PORTS =
      Arrays.asList(null, "25", "465", "587", "2465", "2500", "2525", "2587", "2600");
  private static final List<String> LOGINS =
      Arrays.asList(null, "None", "Login", "Plain", "CRAM-MD5");
  private static final List<String> MODES =
      Arrays.asList(null, "VERIFY_NONE", "VERIFY_PEER", "VERIFY_FAIL_IF_NO_PEER_CERT");

  /** What says how the line is encrypted. */
  record Line(String type, String secure, String port, String auto) {
    String text() {
      return field("Encryption Type", type)
          + field("Secure", secure)
          + field("SMTP Port", port)
          + field("Start TLS Auto", auto);
    }

    String meaning() {
      return FormDialectTest.meaning(type, secure, port == null ? "25" : port, auto);
    }
  }

  /** What says who logs in, and how the server is checked. */
  record Rest(String login, String mode, boolean given) {
    String text() {
      return field("Authentication Type", login)
          + field("OpenSSL Verify Mode", mode)
          + (given ? LOGIN : "");
    }
  }

  static List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (String type : TYPES) {
      for (String secure : FLAGS) {
        for (String port : PORTS) {
          for (String auto : FLAGS) {
            lines.add(new Line(type, secure, port, auto));
          }
        }
      }
    }
    return lines;
  }

  static List<Rest> rests() {
    List<Rest> rests = new ArrayList<>();
    for (String login : LOGINS) {
      for (String mode : MODES) {
        rests.add(new Rest(login, mode, true));
        rests.add(new Rest(login, mode, false));
      }
    }
    return rests;
  }

  /** Every line, each with one of the rests in turn: they do not depend on each other. */
  @Test
  void everyLine_hasOneMeaningOrIsAskedAbout() {
    List<Rest> rests = rests();
    int turn = 0;
    for (Line line : lines()) {
      check(line, rests.get(turn++ % rests.size()));
    }
  }

  /** The rest depends on the meaning of the line at the most, so one line of each will do. */
  @ParameterizedTest
  @MethodSource("rests")
  void everyLogin_withALineOfEachMeaning_isTakenOrNamed(Rest rest) {
    Map<String, Line> oneOfEach = new LinkedHashMap<>();
    lines().forEach(line -> oneOfEach.putIfAbsent(line.meaning(), line));
    assertThat(oneOfEach)
        .containsOnlyKeys("implicit", "starttls", "starttls-if-offered", "none", ASKS);

    oneOfEach.values().forEach(line -> check(line, rest));
  }

  private static void check(Line line, Rest rest) {
    String text = HOST + line.text() + rest.text();
    boolean wanted = rest.login() != null && !rest.login().equals("None");
    boolean missing = wanted && !rest.given();
    if (line.meaning().equals(ASKS) || missing) {
      boolean both = line.meaning().equals(ASKS) && missing;
      assertThat(errors(Dialect.FORM, text)).as(text).hasSize(both ? 2 : 1);
      return;
    }
    boolean login = rest.given() && !"None".equals(rest.login());
    check(text, line.meaning(), line.port(), login, rest.mode());
  }

  private static void check(String text, String line, String port, boolean login, String mode) {
    boolean unsafe = login && (line.equals("none") || line.equals("starttls-if-offered"));
    ConfigurationReport report = DialectTry.report(Dialect.FORM, text);
    assertThat(report.errors()).as(text).isEmpty();
    Account account = report.configuration().accounts().get(0);

    assertThat(line(account))
        .as(text)
        .isEqualTo(
            "h.example:%s %s %s"
                .formatted(
                    port == null ? "25" : port,
                    unsafe ? "starttls" : line,
                    login ? "login" : "none"));
    assertThat(account.trust().equals(Trust.dangerouslyNone()))
        .isEqualTo("VERIFY_NONE".equals(mode));
    assertThat(report.warnings().toString().contains("Made safe:")).isEqualTo(unsafe);
  }

  /**
   * What the contract says: SSL is implicit. TLS is implicit on 465 and 2465, STARTTLS on the ports
   * that begin in clear, else a question. Secure is implicit where true, STARTTLS on 587 where
   * false. Auto with None is STARTTLS if offered. Two fields that say opposite things are a
   * question, and so is a line in clear on a port where servers expect TLS.
   */
  private static String meaning(String type, String secure, String port, String auto) {
    boolean tlsPort = port.equals("465") || port.equals("2465");
    boolean clearPort = List.of("25", "587", "2500", "2525", "2587").contains(port);
    String byType =
        type == null
            ? null
            : switch (type) {
              case "SSL" -> "implicit";
              case "STARTTLS" -> "starttls";
              case "TLS" -> tlsPort ? "implicit" : clearPort ? "starttls" : null;
              default -> tlsPort ? ASKS : "true".equals(auto) ? "starttls-if-offered" : "none";
            };
    if (ASKS.equals(byType)) {
      return ASKS;
    }
    if (byType != null && secure != null) {
      return byType.equals("implicit") == secure.equals("true") ? byType : ASKS;
    }
    if (byType != null) {
      return byType;
    }
    if ("true".equals(secure)) {
      return "implicit";
    }
    if (type != null) {
      return secure == null ? ASKS : "starttls";
    }
    if (tlsPort) {
      return secure == null ? "implicit" : ASKS;
    }
    if (secure != null && port.equals("587")) {
      return "starttls";
    }
    return "false".equals(auto) ? "none" : "starttls-if-offered";
  }

  private static String field(String name, String value) {
    return value == null ? "" : name + ": " + value + "\n";
  }

  @Test
  void everyField_isTaken() {
    Account account =
        accepted(
            Dialect.FORM,
            """
            # Settings, Mail
            SMTP Server : smtp.corp.example
            smtp port: 2525
            DOMAIN: app.corp.example
            encryption-type: starttls
            SMTP UserName: CORP\\svc
            Smtp Password: a: b # c
            Authentication Type: login
            OpenSSL Verify Mode: VERIFY_PEER
            Start TLS Auto: False
            """);

    assertThat(line(account)).isEqualTo("smtp.corp.example:2525 starttls login");
    assertThat(account.ehloName()).isEqualTo("app.corp.example");
    assertThat(account.login()).hasToString("password login of CORP\\svc");
    assertThat(account.trust()).isEqualTo(Trust.platform());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        ":none",
        "None",
        "VERIFY_NONE",
        "OpenSSL::SSL::VERIFY_NONE",
        "SSL::VERIFY_NONE",
        "0"
      })
  void verifyMode_none_checksNothing(String mode) {
    assertThat(accepted(Dialect.FORM, HOST + "OpenSSL Verify Mode: " + mode).trust())
        .isEqualTo(Trust.dangerouslyNone());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "peer",
        "client_once",
        "fail_if_no_peer_cert",
        "VERIFY_CLIENT_ONCE",
        "OpenSSL::SSL::VERIFY_PEER",
        "VERIFY_PEER | VERIFY_FAIL_IF_NO_PEER_CERT",
        "OpenSSL::SSL::VERIFY_PEER|OpenSSL::SSL::VERIFY_CLIENT_ONCE",
        "1",
        "2",
        "3",
        "4",
        "7"
      })
  void verifyMode_anyOther_checksTheCertificate(String mode) {
    assertThat(accepted(Dialect.FORM, HOST + "OpenSSL Verify Mode: " + mode).trust())
        .isEqualTo(Trust.platform());
  }

  @Test
  void auto_onALineThatIsEncryptedAnyway_isSaidToBeIgnored() {
    assertThat(
            warnings(
                Dialect.FORM,
                HOST + "SMTP Port: 465\nEncryption Type: SSL\nStart TLS Auto: true\n"))
        .containsExactly(
            "theirs:4:1 Start TLS Auto: \"true\". The line is encrypted from the first byte, so"
                + " there is no STARTTLS, and this is ignored.");
  }

  @Test
  void typeNone_besideALogin_isSaidToSwitchItOff() {
    assertThat(warnings(Dialect.FORM, HOST + LOGIN + "Authentication Type: None\n"))
        .containsExactly(
            "theirs:4:1 Authentication Type: \"None\". So there is no login, and SMTP Username and"
                + " SMTP Password are not used.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Encryption Type: TLSv1 | theirs:2:1 Encryption Type: \"TLSv1\". The types are None, SSL, TLS and STARTTLS.",
        "Encryption Type: START TSL | theirs:2:1 Encryption Type: \"START TSL\". The types are None, SSL, TLS and STARTTLS. Did you mean STARTTLS?",
        "Encryption: TLS | theirs:2:1 Encryption. Unknown name. Did you mean Encryption Type?",
        "SMTP Hots: x | theirs:2:1 SMTP Hots. Unknown name. Did you mean SMTP Host?",
        "Username: ann | theirs:2:1 Username. Unknown name. Did you mean SMTP Username?",
        "Passwort: hunter2-S3cr3t | theirs:2:1 Passwort. Unknown name. Known here: SMTP Host, SMTP Port, Domain, Encryption Type, Secure, SMTP Username, SMTP Password, Authentication Type, OpenSSL Verify Mode, Start TLS Auto, SMTP Server.",
        "SMTP Password hunter2-S3cr3t | theirs:2:1 SMTP Password. A line is a name, a colon and a value: a colon is missing behind the name.",
        "SMTP Password hunter2-S3cr3t:x | theirs:2:1 SMTP Password. A line is a name, a colon and a value: a colon is missing behind the name.",
        "hunter2-S3cr3t | theirs:2:1. A line is a name, a colon and a value: a colon is missing behind the name.",
        "SMTP Server: x | theirs:2:1 SMTP Server. It is given twice; the first time in line 1. Remove one.",
        "SMTP Port: x | theirs:2:1 SMTP Port: \"x\". A port is a number from 1 to 65535.",
        "Secure: yes | theirs:2:1 Secure: \"yes\". The value must be true or false.",
        "SMTP Username: ann | theirs:2:1 SMTP Username. SMTP Password is missing or empty. Give both, or leave both empty to send without a login.",
        "Authentication Type: NTLM | theirs:2:1 Authentication Type: \"NTLM\". The types are None, Login, Plain and CRAM-MD5.",
        "Authentication Type: Logn | theirs:2:1 Authentication Type: \"Logn\". The types are None, Login, Plain and CRAM-MD5. Did you mean Login?",
        "Authentication Type: Plain | theirs:2:1 Authentication Type: \"Plain\". A login is asked for, and there is none. Give SMTP Username and SMTP Password, or write Authentication Type: None to send without a login.",
        "OpenSSL Verify Mode: VERIFY_PEAR | theirs:2:1 OpenSSL Verify Mode: \"VERIFY_PEAR\". OpenSSL's modes are none, peer, client_once and fail_if_no_peer_cert (VERIFY_NONE, VERIFY_PEER, ...). Did you mean VERIFY_PEER?"
      })
  void mistake_isNamedByItsField(String lines, String problem) {
    assertThat(errors(Dialect.FORM, HOST + lines + "\n")).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Encryption Type: TLS;SMTP Port: 2600 | theirs:2:1 Encryption Type: \"TLS\". On this port the"
            + " type TLS may mean two things. Write Encryption Type: SSL for TLS from the first byte,"
            + " or Encryption Type: STARTTLS for a line that begins in clear.",
        "Secure: false;SMTP Port: 465 | theirs:2:1 Secure: \"false\". On this port servers expect TLS"
            + " from the first byte. Write Encryption Type: SSL, or correct the port.",
        "Encryption Type: None;SMTP Port: 2465 | theirs:2:1 Encryption Type: \"None\". On this port"
            + " servers expect TLS from the first byte. Write Encryption Type: SSL, or correct the"
            + " port.",
        "Encryption Type: SSL;Secure: false | theirs:2:1 Encryption Type: \"SSL\". This contradicts"
            + " Secure: false. SSL is TLS from the first byte. Correct one of the two, or remove"
            + " Secure.",
        "Encryption Type: TLS;Secure: true | theirs:2:1 Encryption Type: \"TLS\". This contradicts"
            + " Secure: true. TLS on this port begins in clear, with STARTTLS. Correct one of the"
            + " two, or remove Secure."
      })
  void question_saysBothReadings(String lines, String problem) {
    assertThat(errors(Dialect.FORM, HOST + lines.replace(';', '\n') + "\n"))
        .containsExactly(problem);
  }

  @Test
  void host_missing_isNamedByItsField() {
    assertThat(errors(Dialect.FORM, "SMTP Port: 25"))
        .containsExactly("theirs:1:1 SMTP Host. The server is missing: give SMTP Host.");
  }
}
