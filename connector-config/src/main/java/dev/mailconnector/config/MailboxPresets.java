package dev.mailconnector.config;

import dev.mailconnector.provider.Source;
import dev.mailconnector.transport.ProviderPreset;
import java.util.List;

/** The providers of mailboxes beside Microsoft and Google; they take app passwords. */
final class MailboxPresets {
  private static final String WINDOW = "transaction.window";
  private static final String ISPDB =
      "https://github.com/thunderbird/autoconfig/blob/master/ispdb/";
  private static final String ME = ISPDB + "me.com.xml";
  private static final String ZOHO = ISPDB + "zoho.com.xml";
  private static final String FASTMAIL_APP =
      "https://github.com/simonrob/email-oauth2-proxy/blob/main/emailproxy.config";
  private static final String FASTMAIL = ISPDB + "messagingengine.com.xml";

  private MailboxPresets() {}

  static List<Preset> all() {
    return List.of(
        yahoo(
            ProviderPreset.YAHOO,
            "https://api.login.yahoo.com",
            ISPDB + "yahoo.com.xml",
            "yahoo.com"),
        yahoo(ProviderPreset.AOL, "https://api.login.aol.com", ISPDB + "aol.com.xml", "aol.com"),
        fastmail(),
        zoho(),
        icloud());
  }

  /** Of a personal mailbox whose limits nobody publishes, one message is in flight at a time. */
  private static PresetDraft mailbox(ProviderPreset provider, String remark, String link) {
    return PresetDraft.of(provider, remark)
        .endpoint(Source.read(link))
        .source(Source.chosen(link), WINDOW);
  }

  /** One company, two names. */
  private static Preset yahoo(ProviderPreset provider, String issuer, String link, String domain) {
    return oauth2(
            mailbox(provider, "Takes an app password, not the account's own.", link),
            issuer + "/oauth2/get_token",
            issuer + "/oauth2/request_auth",
            "mail-w",
            link)
        .others(Source.read(link))
        .fact(
            "OAuth2 is for clients that Yahoo has approved.",
            Source.read("https://senders.yahooinc.com/developer/documentation/"))
        .example("user: you@" + domain, "auth: {password: '${env:APP_PASSWORD}'}")
        .preset();
  }

  private static PresetDraft oauth2(
      PresetDraft draft, String token, String authorization, String scope, String link) {
    return draft
        .set("auth.token-service", "generic", Source.read(link))
        .set("auth.token-endpoint", token, Source.read(link))
        .set("auth.authorization-endpoint", authorization, Source.read(link))
        .set("auth.scope", scope, Source.read(link));
  }

  private static Preset fastmail() {
    return oauth2(
            mailbox(
                ProviderPreset.FASTMAIL, "Takes an app password, not the account's own.", FASTMAIL),
            "https://api.fastmail.com/oauth/refresh",
            "https://api.fastmail.com/oauth/authorize",
            "https://www.fastmail.com/dev/protocol-smtp",
            FASTMAIL_APP)
        .others(Source.read(FASTMAIL_APP))
        .fact(
            "OAuth2 is for clients that are registered with Fastmail.",
            Source.unverified("https://www.fastmail.com/dev/"))
        .example("user: you@fastmail.com", "auth: {password: '${env:APP_PASSWORD}'}")
        .preset();
  }

  private static Preset zoho() {
    return mailbox(
            ProviderPreset.ZOHO, "Each region has a server of its own: `host: smtp.zoho.eu`.", ZOHO)
        .others(Source.read(ZOHO))
        .fact(
            "Other servers: smtp.zoho.eu, smtp.zoho.in, smtp.zoho.com.au, smtp.zoho.jp,"
                + " smtp.zohocloud.ca by region.",
            Source.read("https://github.com/thunderbird/autoconfig/tree/master/ispdb"))
        .fact(
            "A domain of one's own: smtppro.zoho.com. With two-factor authentication it takes an"
                + " application-specific password.",
            Source.unverified("https://www.zoho.com/mail/help/zoho-smtp.html"))
        .example("user: you@zohomail.com", "auth: {password: '${env:APP_PASSWORD}'}")
        .preset();
  }

  private static Preset icloud() {
    return mailbox(ProviderPreset.ICLOUD, "Takes an app-specific password.", ME)
        .fact("The user is the whole address.", Source.read(ME))
        .fact(
            "1,000 messages and 1,000 recipients a day, 500 recipients of a message.",
            Source.unverified("https://support.apple.com/102198"))
        .example("user: you@icloud.com", "auth: {password: '${env:APP_PASSWORD}'}")
        .preset();
  }
}
