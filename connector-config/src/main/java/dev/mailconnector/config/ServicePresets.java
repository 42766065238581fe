package dev.mailconnector.config;

import dev.mailconnector.provider.Source;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.List;

/** The services that send for programs; they take API keys and the like as passwords. */
final class ServicePresets {
  private static final String USER = "user";
  private static final String SES = "https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html";
  private static final String SES_QUOTAS =
      "https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html";
  private static final String SENDGRID =
      "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api";
  private static final String NODEMAILER =
      "https://github.com/nodemailer/nodemailer/blob/master/lib/well-known/services.json";
  private static final String MAILGUN =
      "https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp";
  private static final String POSTMARK =
      "https://postmarkapp.com/developer/user-guide/send-email-with-smtp";
  private static final String SPARKPOST = "https://developers.sparkpost.com/api/smtp/";
  private static final String MAILJET = "https://dev.mailjet.com/smtp-relay/configuration/";
  private static final String BREVO = "https://developers.brevo.com/docs/smtp-integration";

  private ServicePresets() {}

  static List<Preset> all() {
    return List.of(
        amazonSes(),
        sendgrid(),
        mailgun(ProviderPreset.MAILGUN, "SMTP credentials of the sending domain."),
        mailgun(ProviderPreset.MAILGUN_EU, "Domains of the EU region."),
        postmark(),
        sparkpost(),
        mailjet(),
        brevo());
  }

  /** SES drops what is above the account's messages per second, so one is in flight at a time. */
  private static Preset amazonSes() {
    List<SmtpEndpoint> others =
        ProviderPreset.alternativesTo(
            SmtpEndpoint.submissions("email-smtp.eu-west-1.amazonaws.com"));
    return PresetDraft.of("amazon-ses", "`user` is the id of an access key.", others)
        .set(Preset.HOST, "email-smtp." + Preset.REGION + ".amazonaws.com", Source.read(SES))
        .set("port", "465", Source.read(SES))
        .set("tls", "implicit", Source.read(SES))
        .set("transaction.window", "1", Source.chosen(SES_QUOTAS))
        .others(Source.read(SES))
        .fact(
            "Messages a second and a day by the account; what is above is answered with 454 and"
                + " dropped.",
            Source.read(SES_QUOTAS))
        .example(
            "user: AKIAIOSFODNN7EXAMPLE",
            "from: noreply@example.com",
            "auth: {region: eu-west-1, secret-access-key: '${env:AWS_SECRET_ACCESS_KEY}'}")
        .preset();
  }

  private static Preset sendgrid() {
    return PresetDraft.of(ProviderPreset.SENDGRID, "The password is an API key.")
        .endpoint(Source.read(SENDGRID))
        .source(Source.read(SENDGRID), "limits.messages-per-connection")
        .set(USER, "apikey", Source.read(SENDGRID))
        .others(Source.read(SENDGRID))
        .fact("10,000 connections of one server.", Source.read(SENDGRID))
        .example("from: noreply@example.com", "auth: {password: '${env:SENDGRID_API_KEY}'}")
        .preset();
  }

  private static Preset mailgun(ProviderPreset region, String remark) {
    boolean eu = region == ProviderPreset.MAILGUN_EU;
    return PresetDraft.of(region, remark)
        .endpoint(eu ? Source.reported(MAILGUN) : Source.read(NODEMAILER))
        .others(Source.reported(MAILGUN))
        .example(
            "user: postmaster@mg.example.com",
            "from: noreply@mg.example.com",
            "auth: {password: '${env:MAILGUN_SMTP_PASSWORD}'}")
        .preset();
  }

  private static Preset postmark() {
    return PresetDraft.of(
            ProviderPreset.POSTMARK,
            "The password is a server API token; with `user`, a message stream's SMTP token.")
        .endpoint(Source.read(POSTMARK))
        .set("auth.user-is-password", "true", Source.read(POSTMARK))
        .others(Source.read(POSTMARK))
        .fact("Broadcasts: `host: smtp-broadcasts.postmarkapp.com`.", Source.read(POSTMARK))
        .example("from: noreply@example.com", "auth: {password: '${env:POSTMARK_TOKEN}'}")
        .preset();
  }

  private static Preset sparkpost() {
    return PresetDraft.of(
            ProviderPreset.SPARKPOST,
            "The password is an API key; EU: `host: smtp.eu.sparkpostmail.com`.")
        .endpoint(Source.read(SPARKPOST))
        .source(Source.read(SPARKPOST), "limits.messages-per-connection", "pool.idle-timeout")
        .set(USER, "SMTP_Injection", Source.read(SPARKPOST))
        .others(Source.read(SPARKPOST))
        .example("from: noreply@example.com", "auth: {password: '${env:SPARKPOST_API_KEY}'}")
        .preset();
  }

  private static Preset mailjet() {
    return PresetDraft.of(
            ProviderPreset.MAILJET, "`user` is the API key, the password its secret key.")
        .endpoint(Source.reported(MAILJET))
        .others(Source.reported(MAILJET))
        .example(
            "user: ${env:MAILJET_API_KEY}",
            "from: noreply@example.com",
            "auth: {password: '${env:MAILJET_SECRET_KEY}'}")
        .preset();
  }

  private static Preset brevo() {
    return PresetDraft.of(ProviderPreset.BREVO, "The password is an SMTP key, not an API key.")
        .endpoint(Source.read(BREVO))
        .others(Source.read(BREVO))
        .example(
            "user: 8a1b2c001@smtp-brevo.com",
            "from: noreply@example.com",
            "auth: {password: '${env:BREVO_SMTP_KEY}'}")
        .preset();
  }
}
