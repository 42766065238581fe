package dev.mailconnector.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The providers that refuse passwords, or all but passwords made for one program: one table of what
 * breaks, since when, who must act and what to change. Nothing here depends on today's date.
 */
public enum PasswordPolicy {
  /** Microsoft 365: passwords go off by default at the end of December 2026. */
  MICROSOFT365(
      "microsoft365",
      "smtp(-legacy)?\\.office365\\.com",
      Verdict.ENDING,
      null,
      "Microsoft 365 switches passwords over SMTP off by default",
      "at the end of December 2026 for existing tenants, whose administrators can switch them on"
          + " again; from the start for tenants created after December 2026; for good on a date that"
          + " is to be announced in the second half of 2027",
      "The program that sends needs OAuth2: an application in Entra with the permission"
          + " SMTP.SendAsApp (or the role Application SMTP.SendAsApp) that may send as this one"
          + " mailbox.",
      "The tenant's administrator registers the application, gives its consent and, in Exchange"
          + " Online PowerShell, the right to the mailbox; SMTP AUTH stays enabled for the mailbox."
          + " Whoever runs this program then changes the keys.",
      List.of(
          "auth.type: oauth2",
          "auth.grant: client-credentials",
          "auth.tenant: <the tenant's id or domain>",
          "auth.client-id: <the application's id>",
          "auth.client-secret: ${env:M365_SECRET}"),
      Source.reported("https://mc.merill.net/message/MC786329")),

  /** Outlook.com, Hotmail, Live: no password since 16 September 2024. */
  OUTLOOK(
      "outlook",
      "smtp-mail\\.outlook\\.com",
      Verdict.REFUSED,
      null,
      "Outlook.com takes no password over SMTP, not even an app password",
      "since 16 September 2024",
      "The program that sends needs OAuth2 with the consent of the mailbox's owner: an application"
          + " in Entra for personal Microsoft accounts, and mailconnector login for the refresh"
          + " token.",
      "Whoever runs this program registers the application; the owner of the mailbox consents once.",
      List.of(
          "auth.type: oauth2",
          "auth.grant: refresh-token",
          "auth.tenant: consumers",
          "auth.client-id: <the application's id>",
          "auth.token-store.file: <where the refresh token is kept>",
          "auth.token-store.key: ${env:TOKEN_KEY}"),
      Source.reported(
          "https://support.microsoft.com/office/modern-authentication-methods-now-needed-to-continue-syncing-outlook-email-in-non-microsoft-email-apps-c5d65390-9676-4763-b41f-d7986499a90d")),

  /** Gmail and Google Workspace: app passwords only. */
  GMAIL(
      "gmail",
      "smtp(-relay)?\\.gmail\\.com",
      Verdict.APP_PASSWORD,
      "[a-zA-Z]{16}",
      "Google takes no account's own password over SMTP, only an app password of 16 letters, which"
          + " needs 2-Step Verification and may be forbidden by the organization",
      "since 1 May 2025 at the latest, when Google Workspace followed",
      "Better than an app password is OAuth2: in Google Workspace a service account with domain-wide"
          + " delegation, for one's own mailbox a consent by mailconnector login (auth.grant:"
          + " refresh-token).",
      "The owner of the mailbox makes the app password (Google Account, Security, App passwords);"
          + " for OAuth2 the administrator of the Workspace grants the delegation of the scope"
          + " https://mail.google.com/.",
      List.of(
          "auth.type: oauth2",
          "auth.grant: service-account",
          "auth.key-file: <the service account's JSON key>"),
      Source.reported("https://support.google.com/a/answer/14114704")),

  /** Yahoo: app passwords only. */
  YAHOO(
      "yahoo",
      "smtp\\.mail\\.yahoo\\.(com|co\\.jp)",
      Verdict.APP_PASSWORD,
      "[a-zA-Z]{16}",
      "Yahoo takes no account's own password over SMTP, only an app password of 16 letters",
      "since 20 October 2020",
      "An app password is what programs use. OAuth2 needs a client that Yahoo has approved.",
      "The owner of the mailbox makes the app password (Account security, Generate app password);"
          + " for OAuth2 Yahoo must have approved the application.",
      List.of(
          "auth.type: oauth2",
          "auth.grant: refresh-token",
          "auth.client-id: <the approved client's id>",
          "auth.client-secret: ${env:YAHOO_SECRET}",
          "auth.refresh-token: ${file:<its first refresh token>}"),
      Source.unverified("https://help.yahoo.com/kb/SLN15241.html")),

  /** AOL: app passwords only. */
  AOL(
      "aol",
      "smtp\\.aol\\.com",
      Verdict.APP_PASSWORD,
      "[a-zA-Z]{16}",
      "AOL takes no account's own password over SMTP, only an app password of 16 letters",
      "since 20 October 2020",
      "An app password is what programs use. OAuth2 needs a client that Yahoo, AOL's owner, has"
          + " approved.",
      "The owner of the mailbox makes the app password (Account security, Generate app password);"
          + " for OAuth2 Yahoo must have approved the application.",
      List.of(
          "auth.type: oauth2",
          "auth.grant: refresh-token",
          "auth.client-id: <the approved client's id>",
          "auth.client-secret: ${env:AOL_SECRET}",
          "auth.refresh-token: ${file:<its first refresh token>}"),
      Source.unverified("https://help.aol.com/articles/Create-and-manage-app-password")),

  /** iCloud: app-specific passwords only. */
  ICLOUD(
      "icloud",
      "smtp\\.mail\\.me\\.com",
      Verdict.APP_PASSWORD,
      "[a-zA-Z]{16}",
      "iCloud takes no account's own password over SMTP, only an app-specific password"
          + " like xxxx-xxxx-xxxx-xxxx",
      "since 15 June 2017",
      "iCloud offers no OAuth2 to other people's programs; an app-specific password is the way.",
      "The owner of the mailbox makes it (account.apple.com, Sign-In and Security, App-Specific"
          + " Passwords; it needs two-factor authentication).",
      List.of(),
      Source.unverified("https://support.apple.com/102654")),

  /** Fastmail: app passwords only. */
  FASTMAIL(
      "fastmail",
      "smtp\\.fastmail\\.com",
      Verdict.APP_PASSWORD,
      null,
      "Fastmail takes no account's own password over SMTP, only an app password",
      "always",
      "An app password is what programs use. OAuth2 needs a client that is registered with"
          + " Fastmail.",
      "The owner of the mailbox makes the app password (Settings, Privacy & Security, App"
          + " passwords).",
      List.of(
          "auth.type: oauth2",
          "auth.grant: refresh-token",
          "auth.client-id: <the registered client's id>",
          "auth.refresh-token: ${file:<its first refresh token>}"),
      Source.unverified("https://www.fastmail.help/hc/en-us/articles/360058752854"));

  /** What a provider does with a password. */
  public enum Verdict {
    /** It refuses every one. */
    REFUSED,

    /** It still takes the account's own, and will not. */
    ENDING,

    /** It refuses the account's own, and takes one that was made for a program. */
    APP_PASSWORD
  }

  private final String preset;
  private final Pattern hosts;
  private final Verdict verdict;
  private final @Nullable Pattern form;
  private final String what;
  private final String when;
  private final String change;
  private final String who;
  private final List<String> keys;
  private final Source source;

  PasswordPolicy(
      String preset,
      String hosts,
      Verdict verdict,
      @Nullable String form,
      String what,
      String when,
      String change,
      String who,
      List<String> keys,
      Source source) {
    this.preset = preset;
    this.hosts = Pattern.compile(hosts, Pattern.CASE_INSENSITIVE);
    this.verdict = verdict;
    this.form = form == null ? null : Pattern.compile(form);
    this.what = what;
    this.when = when;
    this.change = change;
    this.who = who;
    this.keys = keys;
    this.source = source;
  }

  /** The policy of the provider whose server this is; empty where none is known. */
  public static Optional<PasswordPolicy> at(String host) {
    return Arrays.stream(values())
        .filter(policy -> policy.hosts.matcher(host).matches())
        .findFirst();
  }

  /** The preset of the provider. */
  public String preset() {
    return preset;
  }

  /** What it does with a password. */
  public Verdict verdict() {
    return verdict;
  }

  /** What breaks: a clause that {@link #when()} completes. */
  public String what() {
    return what;
  }

  /** Since when, or from when on: words, since some of these dates are not days. */
  public String when() {
    return when;
  }

  /** What to do instead; whole sentences. */
  public String change() {
    return change;
  }

  /** Who must act, and where; whole sentences. */
  public String who() {
    return who;
  }

  /**
   * The keys of an account that make it OAuth2, as lines of {@code key: value}; {@code
   * auth.password} goes. Empty where the provider offers none.
   */
  public List<String> keys() {
    return keys;
  }

  /** Where this is said. */
  public Source source() {
    return source;
  }

  /** Whether it refuses every password, or will. */
  public boolean refusesEveryPassword() {
    return verdict != Verdict.APP_PASSWORD;
  }

  /**
   * Whether a login with this password is worth a warning: always where the provider refuses every
   * password, or will; where it takes app passwords, only for one that does not look like one.
   */
  public boolean warnsOf(String password) {
    return refusesEveryPassword()
        || (form != null && !form.matcher(password.replaceAll("[ -]", "")).matches());
  }

  /** The whole warning about a password that is in use, with the way out. */
  public String warning() {
    return text(refusesEveryPassword() ? "" : "This password does not look like one. ");
  }

  /** What, when, what to change by which keys, and who must act. */
  public String explanation() {
    return text("");
  }

  private String text(String passwordInUse) {
    return what
        + " ("
        + when
        + "). "
        + passwordInUse
        + change
        + (keys.isEmpty() ? "" : " In place of auth.password: " + String.join(", ", keys) + ".")
        + " "
        + who;
  }
}
