package dev.mailconnector.testkit;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The texts of an {@link SmtpProfile}.
 *
 * <p>Written with the hosts of the recorded sessions; what a provider appends to its replies (host,
 * time, id) is constant, so that a test that compares whole lines stays true. The date of a
 * greeting is that of the moment: a client may compare it with its own clock.
 */
record ProfileScript(
    String greeting,
    String ehloTitle,
    List<String> keywords,
    List<String> keywordsBeforeTls,
    List<String> mechanisms,
    String startTlsReady,
    String senderOk,
    String recipientOk,
    String startContent,
    String contentOk,
    String quit,
    String loginOk,
    String loginRefused,
    String tokenErrorJson,
    String loginRequired,
    String tlsRequired) {

  private static final String MICROSOFT_HOST = "SN2PR00CA0018.outlook.office365.com";
  private static final String MICROSOFT_TAIL =
      " [SN2PR00CA0018.namprd00.prod.outlook.com 2026-11-21T11:12:20.001Z 08DE2A6028D26C22]";
  private static final String GOOGLE_TAIL = " 4fb4d7f45d1cf-42ac0b0c9easm6138712a12.7 - gsmtp";

  /** In a greeting: the date and time of it. */
  private static final String DATE = "{date}";

  /** RFC 5322 section 3.3, as Exchange writes it. */
  private static final DateTimeFormatter DATE_FORMAT =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.US);

  static ProfileScript of(SmtpProfile profile) {
    return switch (profile) {
      case MICROSOFT365 -> microsoft365();
      case GMAIL -> gmail();
      case EXCHANGE_SERVER -> exchangeServer();
      case POSTFIX -> postfix();
      case DOVECOT -> dovecot();
      case PLAIN_RELAY -> plainRelay();
    };
  }

  String greetingAt(OffsetDateTime now) {
    return greeting.replace(DATE, DATE_FORMAT.format(now));
  }

  ProfileScript withGreeting(String line) {
    return new ProfileScript(
        line,
        ehloTitle,
        keywords,
        keywordsBeforeTls,
        mechanisms,
        startTlsReady,
        senderOk,
        recipientOk,
        startContent,
        contentOk,
        quit,
        loginOk,
        loginRefused,
        tokenErrorJson,
        loginRequired,
        tlsRequired);
  }

  private static ProfileScript microsoft365() {
    return new ProfileScript(
        "220 "
            + MICROSOFT_HOST
            + " Microsoft ESMTP MAIL Service ready at "
            + DATE
            + " [08DE2A6028D26C22]",
        MICROSOFT_HOST + " Hello [127.0.0.1]",
        List.of(
            "SIZE 157286400",
            "PIPELINING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "AUTH",
            "8BITMIME",
            "BINARYMIME",
            "CHUNKING",
            "SMTPUTF8"),
        List.of(),
        List.of("LOGIN", "XOAUTH2"),
        "220 2.0.0 SMTP server ready",
        "250 2.1.0 Sender OK",
        "250 2.1.5 Recipient OK",
        "354 Start mail input; end with <CRLF>.<CRLF>",
        "250 2.0.0 OK <%s@SN2PR00CA0018> [Hostname=SN2PR00CA0018.namprd00.prod.outlook.com]",
        "221 2.0.0 Service closing transmission channel",
        "235 2.7.0 Authentication successful",
        "535 5.7.3 Authentication unsuccessful" + MICROSOFT_TAIL,
        "",
        "530 5.7.57 Client not authenticated to send mail." + MICROSOFT_TAIL,
        "530 5.7.0 Must issue a STARTTLS command first");
  }

  private static ProfileScript gmail() {
    return new ProfileScript(
        "220 smtp.gmail.com ESMTP" + GOOGLE_TAIL,
        "smtp.gmail.com at your service, [127.0.0.1]",
        List.of(
            "SIZE 35882577",
            "8BITMIME",
            "AUTH",
            "ENHANCEDSTATUSCODES",
            "PIPELINING",
            "CHUNKING",
            "SMTPUTF8"),
        List.of(),
        List.of("LOGIN", "PLAIN", "XOAUTH2", "PLAIN-CLIENTTOKEN", "OAUTHBEARER", "XOAUTH"),
        "220 2.0.0 Ready to start TLS",
        "250 2.1.0 OK" + GOOGLE_TAIL,
        "250 2.1.5 OK" + GOOGLE_TAIL,
        "354 Go ahead" + GOOGLE_TAIL,
        "250 2.0.0 OK  %s" + GOOGLE_TAIL,
        "221 2.0.0 closing connection" + GOOGLE_TAIL,
        "235 2.7.0 Accepted",
        "535-5.7.8 Username and Password not accepted. For more information, go to\n"
            + "535 5.7.8  https://support.google.com/mail/?p=BadCredentials"
            + GOOGLE_TAIL,
        "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}",
        "530-5.7.0 Authentication Required. For more information, go to\n"
            + "530 5.7.0  https://support.google.com/mail/?p=WantAuthError"
            + GOOGLE_TAIL,
        "530 5.7.0 Must issue a STARTTLS command first." + GOOGLE_TAIL);
  }

  private static ProfileScript exchangeServer() {
    return new ProfileScript(
        "220 mail01.corp.example Microsoft ESMTP MAIL Service ready at " + DATE,
        "mail01.corp.example Hello [127.0.0.1]",
        List.of(
            "SIZE 37748736",
            "PIPELINING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "AUTH",
            "8BITMIME",
            "BINARYMIME",
            "CHUNKING",
            "SMTPUTF8"),
        List.of(
            "SIZE 37748736",
            "PIPELINING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "STARTTLS",
            "AUTH GSSAPI NTLM",
            "8BITMIME",
            "BINARYMIME",
            "CHUNKING",
            "SMTPUTF8"),
        List.of("GSSAPI", "NTLM", "LOGIN"),
        "220 2.0.0 SMTP server ready",
        "250 2.1.0 Sender OK",
        "250 2.1.5 Recipient OK",
        "354 Start mail input; end with <CRLF>.<CRLF>",
        "250 2.6.0 <%s@mail01.corp.example> [InternalId=1] Queued mail for delivery",
        "221 2.0.0 Service closing transmission channel",
        "235 2.7.0 Authentication successful",
        "535 5.7.3 Authentication unsuccessful",
        "",
        "530 5.7.57 Client not authenticated to send mail.",
        "530 5.7.0 Must issue a STARTTLS command first");
  }

  private static ProfileScript postfix() {
    return new ProfileScript(
        "220 mail.example.test ESMTP Postfix (Debian/GNU)",
        "mail.example.test",
        List.of(
            "PIPELINING",
            "SIZE 10240000",
            "AUTH",
            "ENHANCEDSTATUSCODES",
            "8BITMIME",
            "DSN",
            "SMTPUTF8",
            "CHUNKING"),
        List.of(),
        List.of("PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"),
        "220 2.0.0 Ready to start TLS",
        "250 2.1.0 Ok",
        "250 2.1.5 Ok",
        "354 End data with <CR><LF>.<CR><LF>",
        "250 2.0.0 Ok: queued as %s",
        "221 2.0.0 Bye",
        "235 2.7.0 Authentication successful",
        "535 5.7.8 Error: authentication failed: (reason unavailable)",
        "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}",
        "530 5.7.0 Authentication required",
        "530 5.7.0 Must issue a STARTTLS command first");
  }

  private static ProfileScript dovecot() {
    return new ProfileScript(
        "220 mail.example.test Dovecot (Debian) ready.",
        "mail.example.test",
        List.of(
            "8BITMIME",
            "AUTH",
            "BURL imap",
            "CHUNKING",
            "ENHANCEDSTATUSCODES",
            "SIZE",
            "PIPELINING"),
        List.of(),
        List.of("PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"),
        "220 2.0.0 Begin TLS negotiation now.",
        "250 2.1.0 Ok",
        "250 2.1.5 Ok",
        "354 OK",
        "250 2.0.0 Ok: queued as %s",
        "221 2.0.0 Bye",
        "235 2.7.0 Logged in.",
        "535 5.7.8 Authentication failed.",
        "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}",
        "530 5.7.0 Authentication required.",
        "530 5.7.0 TLS required.");
  }

  private static ProfileScript plainRelay() {
    return new ProfileScript(
        "220 relay.intranet.example ESMTP",
        "relay.intranet.example",
        List.of("SIZE 52428800", "8BITMIME", "AUTH"),
        List.of(),
        List.of(),
        "220 Go ahead",
        "250 OK",
        "250 OK",
        "354 Go ahead",
        "250 OK %s",
        "221 Bye",
        "235 OK",
        "535 Authentication failed",
        "",
        "530 Authentication required",
        "530 Must issue a STARTTLS command first");
  }
}
