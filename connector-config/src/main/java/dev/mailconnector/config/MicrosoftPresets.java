package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.provider.Source;
import dev.mailconnector.transport.ProviderPreset;
import java.util.List;

/** What Microsoft runs, and Exchange servers of companies. */
final class MicrosoftPresets {
  private static final String TOKEN_SERVICE = "auth.token-service";
  private static final String MICROSOFT = "microsoft";
  private static final String CONNECTIONS = "limits.connections";
  private static final String RECIPIENTS = "limits.recipients-per-message";
  private static final String MAX_AGE = "pool.max-age";
  private static final String WINDOW = "transaction.window";

  private static final String OAUTH =
      "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth";
  private static final String SUBMISSION =
      "https://learn.microsoft.com/troubleshoot/exchange/email-delivery/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off";
  private static final String THREE_CONNECTIONS =
      "https://techcommunity.microsoft.com/blog/exchange/changes-coming-to-the-smtp-authenticated-submission-client-protocol/607825";
  private static final String IMPROVEMENTS =
      "https://learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements";
  private static final String LIMITS =
      "https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits";
  private static final String RECEIVE_CONNECTOR =
      "https://learn.microsoft.com/powershell/module/exchange/set-receiveconnector";
  private static final String CLOUDS =
      "https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud";
  private static final String OTHER_CLIENTS =
      "https://github.com/simonrob/email-oauth2-proxy/blob/main/emailproxy.config";
  private static final String HVE =
      "https://learn.microsoft.com/exchange/mail-flow-best-practices/high-volume-mails-m365";
  private static final String HVE_OAUTH =
      "https://learn.microsoft.com/exchange/mail-flow-best-practices/oauth-high-volume-mails-m365";
  private static final String ACS =
      "https://learn.microsoft.com/azure/communication-services/quickstarts/email/send-email-smtp/smtp-authentication";

  private MicrosoftPresets() {}

  static List<Preset> all() {
    return List.of(
        microsoft365(),
        gccHigh(),
        china(),
        highVolumeEmail(),
        outlook(),
        azureCommunicationServices(),
        exchangeServer());
  }

  private static Preset microsoft365() {
    return exchangeOnline(
            ProviderPreset.MICROSOFT365,
            "Exchange Online refuses a fourth connection of a mailbox.")
        .endpoint(Source.read(SUBMISSION))
        .set(TOKEN_SERVICE, MICROSOFT, Source.read(OAUTH))
        .others(Source.read(SUBMISSION))
        .fact(
            "Scope of an application's own token: https://outlook.office365.com/.default; of a"
                + " user's: https://outlook.office.com/SMTP.Send offline_access. The token service"
                + " sets it by the grant.",
            Source.read(OAUTH))
        .fact(
            "30 messages a minute, those above are delayed; 10,000 recipients a day.",
            Source.read(IMPROVEMENTS))
        .fact(
            "500 recipients of a message unless the administrator sets up to 1,000.",
            Source.unverified(LIMITS))
        .example(application("M365_SECRET"))
        .preset();
  }

  private static PresetDraft exchangeOnline(ProviderPreset provider, String remark) {
    return PresetDraft.of(provider, remark)
        .source(Source.read(THREE_CONNECTIONS), CONNECTIONS)
        .source(Source.chosen(RECEIVE_CONNECTOR), MAX_AGE)
        .source(Source.chosen(IMPROVEMENTS), WINDOW);
  }

  private static String[] application(String secret) {
    return new String[] {
      "user: robot@contoso.com",
      "auth:",
      "  type: oauth2",
      "  grant: client-credentials",
      "  tenant: contoso.com",
      "  client-id: 11111111-2222-3333-4444-555555555555",
      "  client-secret: ${env:" + secret + "}"
    };
  }

  private static Preset gccHigh() {
    return exchangeOnline(
            ProviderPreset.MICROSOFT365_GCC_HIGH,
            "The US government cloud; never tried against the service.")
        .endpoint(
            Source.reported("https://github.com/MicrosoftDocs/microsoft-365-docs/issues/12348"))
        .set(TOKEN_SERVICE, MICROSOFT, Source.read(CLOUDS))
        .set("auth.authority", "https://login.microsoftonline.us", Source.read(CLOUDS))
        .fact(
            "Scope of an application's own token: https://outlook.office365.us/.default, by analogy"
                + " with the global cloud.",
            Source.unverified(OAUTH))
        .fact(
            "Scope of a user's token: https://outlook.office365.us/SMTP.Send offline_access.",
            Source.reported("https://github.com/postalsys/emailengine/issues/438"))
        .example(application("GCC_SECRET"))
        .preset();
  }

  private static Preset china() {
    return exchangeOnline(
            ProviderPreset.MICROSOFT365_CHINA, "Run by 21Vianet; never tried against the service.")
        .endpoint(Source.unverified(OTHER_CLIENTS))
        .set(TOKEN_SERVICE, MICROSOFT, Source.read(OTHER_CLIENTS))
        .set(
            "auth.authority",
            "https://login.partner.microsoftonline.cn",
            Source.read(OTHER_CLIENTS))
        .fact(
            "Scope of an application's own token: https://partner.outlook.cn/.default; of a user's:"
                + " https://partner.outlook.cn/SMTP.Send offline_access.",
            Source.unverified(OTHER_CLIENTS))
        .example(application("CHINA_SECRET"))
        .preset();
  }

  private static Preset highVolumeEmail() {
    return PresetDraft.of(
            ProviderPreset.MICROSOFT_HVE,
            "High Volume Email: internal recipients only; the application needs Mail.Send.")
        .endpoint(Source.reported(HVE))
        .source(Source.reported(HVE), RECIPIENTS)
        .source(Source.chosen(RECEIVE_CONNECTOR), MAX_AGE)
        .set(TOKEN_SERVICE, MICROSOFT, Source.read(HVE_OAUTH))
        .set("auth.scope", "https://outlook.office.com/.default", Source.reported(HVE_OAUTH))
        .set(
            "auth.renewal",
            "high-volume-email",
            Source.chosen("https://github.com/tarickb/sasl-xoauth2/issues/110"))
        .fact(
            "No limit of messages a minute; a message has at most 10 MB and is not kept in Sent"
                + " Items. The former host smtp-hve.office365.com will go.",
            Source.reported(HVE))
        .fact(
            "It takes the password of the account too, until a date that is not known for certain"
                + " (September 2028 was announced).",
            Source.unverified(HVE))
        .example(application("HVE_SECRET"))
        .preset();
  }

  private static Preset outlook() {
    String autoconfig =
        "https://github.com/thunderbird/autoconfig/blob/master/ispdb/hotmail.com.xml";
    return exchangeOnline(
            ProviderPreset.OUTLOOK,
            "Personal accounts (outlook.com, hotmail.com): `grant: refresh-token`.")
        .endpoint(Source.read(autoconfig))
        .set(TOKEN_SERVICE, MICROSOFT, Source.read(OAUTH))
        .set("auth.tenant", "consumers", Source.read(autoconfig))
        .source(Source.unverified(THREE_CONNECTIONS), CONNECTIONS)
        .fact("Scope: https://outlook.office.com/SMTP.Send offline_access.", Source.read(OAUTH))
        .fact(
            "Thunderbird uses smtp.office365.com for these accounts too.", Source.read(autoconfig))
        .example(
            "user: you@outlook.com",
            "auth:",
            "  type: oauth2",
            "  grant: refresh-token",
            "  client-id: 11111111-2222-3333-4444-555555555555",
            "  refresh-token: ${env:OUTLOOK_REFRESH_TOKEN}")
        .preset();
  }

  private static Preset azureCommunicationServices() {
    return PresetDraft.of(
            ProviderPreset.AZURE_COMMUNICATION_SERVICES,
            "Takes a password only; `user` names resource, application and tenant.")
        .endpoint(Source.read(ACS))
        .source(Source.chosen(ACS), WINDOW)
        .others(Source.read(ACS))
        .fact(
            "The password is a client secret of the application, which ends one day. A free user"
                + " name is possible too (SMTP Usernames of the resource).",
            Source.read(ACS))
        .example(
            "user: mail|11111111-2222-3333-4444-555555555555|66666666-7777-8888-9999-000000000000",
            "from: noreply@contoso.com",
            "auth: {password: '${env:ACS_SECRET}'}")
        .preset();
  }

  /** Each company has its own server, and its own login. */
  private static Preset exchangeServer() {
    return PresetDraft.of(
            "exchange-server",
            Account.exchangeServer("a", "exchange.invalid").build(),
            "An Exchange server of a company: give `host`. Log in by `auth.type: ntlm`, `kerberos` or"
                + " `password`.")
        .endpoint(
            Source.read(
                "https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors"))
        .source(Source.chosen(RECEIVE_CONNECTOR), MAX_AGE)
        .source(
            Source.chosen("https://learn.microsoft.com/exchange/mail-flow/message-rate-limits"),
            WINDOW)
        .fact(
            "As installed: five messages a minute of one user on port 587, twenty connections of one"
                + " address, 200 recipients of a message, connections of at most ten minutes. Port"
                + " 465 is for Exchange servers among themselves.",
            Source.read(RECEIVE_CONNECTOR))
        .example(
            "host: mail.corp.example",
            "user: CORP\\svc-mail",
            "from: robot@corp.example",
            "auth: {type: ntlm, password: '${env:MAIL_PASSWORD}'}")
        .preset();
  }
}
