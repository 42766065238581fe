package dev.mailconnector.config;

import dev.mailconnector.provider.Source;
import dev.mailconnector.transport.ProviderPreset;
import java.util.List;

/** What Google runs. */
final class GooglePresets {
  private static final String TOKEN_SERVICE = "auth.token-service";
  private static final String OAUTH =
      "https://developers.google.com/workspace/gmail/imap/xoauth2-protocol";
  private static final String LIMITS = "https://support.google.com/a/answer/166852";
  private static final String RELAY = "https://support.google.com/a/answer/2956491";

  private GooglePresets() {}

  static List<Preset> all() {
    return List.of(gmail(), relay());
  }

  private static Preset gmail() {
    return PresetDraft.of(ProviderPreset.GMAIL, "Also for Google Workspace.")
        .endpoint(
            Source.read(
                "https://github.com/thunderbird/autoconfig/blob/master/ispdb/googlemail.com.xml"))
        .source(Source.read(LIMITS), "limits.recipients-per-message")
        .set(TOKEN_SERVICE, "google", Source.read(OAUTH))
        .others(
            Source.read(
                "https://github.com/thunderbird/autoconfig/blob/master/ispdb/googlemail.com.xml"))
        .fact("Scope: https://mail.google.com/. The token service sets it.", Source.read(OAUTH))
        .fact(
            "Google Workspace: 2,000 messages a day (500 on trial), 10,000 recipients a day, 3,000 of"
                + " them outside.",
            Source.read(LIMITS))
        .fact("A personal account: 500 messages a day.", Source.reported(LIMITS))
        .fact(
            "How many connections of a mailbox it takes is not published.",
            Source.unverified(LIMITS))
        .example(
            "user: you@gmail.com",
            "auth:",
            "  type: oauth2",
            "  grant: refresh-token",
            "  client-id: 123456789012-abc.apps.googleusercontent.com",
            "  client-secret: ${env:GOOGLE_SECRET}",
            "  refresh-token: ${env:GOOGLE_REFRESH_TOKEN}")
        .preset();
  }

  private static Preset relay() {
    return PresetDraft.of(
            ProviderPreset.GOOGLE_WORKSPACE_RELAY,
            "The SMTP relay of Google Workspace. Its administrator says who may use it: an address of"
                + " the network, a login, or both. `ehlo-name`: a name of your domain.")
        .endpoint(Source.read(RELAY))
        .set(TOKEN_SERVICE, "google", Source.read(OAUTH))
        .others(Source.read(RELAY))
        .fact(
            "A user: 10,000 messages and 10,000 different recipients in 24 hours. An organization: at"
                + " most 4.6 million recipients in 24 hours and 319,444 in ten minutes.",
            Source.read(RELAY))
        .fact(
            "100 recipients of a message by one of Google's pages, more by another, so that none is"
                + " set here.",
            Source.reported(LIMITS))
        .example("from: noreply@example.com", "ehlo-name: mail.example.com")
        .preset();
  }
}
