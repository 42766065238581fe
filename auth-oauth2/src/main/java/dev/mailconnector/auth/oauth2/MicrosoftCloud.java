package dev.mailconnector.auth.oauth2;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * What tokens for SMTP are asked for with, by the cloud that issues them. Scopes of the global
 * cloud: learn.microsoft.com, "Authenticate an IMAP, POP or SMTP connection using OAuth". Those of
 * the others are not documented: the ones for users are those that EmailEngine and
 * email-oauth2-proxy use, the ones for applications follow their pattern.
 */
enum MicrosoftCloud {
  GLOBAL(
      "https://outlook.office365.com/.default",
      "https://outlook.office.com/SMTP.Send",
      "login.microsoftonline.com"),
  US_GOVERNMENT(
      "https://outlook.office365.us/.default",
      "https://outlook.office365.us/SMTP.Send",
      "login.microsoftonline.us"),
  CHINA(
      "https://partner.outlook.cn/.default",
      "https://partner.outlook.cn/SMTP.Send",
      "login.partner.microsoftonline.cn",
      "login.chinacloudapi.cn");

  private final String applicationScope;
  private final String userScope;
  private final List<String> hosts;

  MicrosoftCloud(String applicationScope, String userScope, String... hosts) {
    this.applicationScope = applicationScope;
    this.userScope = userScope;
    this.hosts = List.of(hosts);
  }

  /** The cloud of this authority; the global one where it is unknown. */
  static MicrosoftCloud of(URI authority) {
    return Arrays.stream(values())
        .filter(cloud -> cloud.hosts.contains(authority.getHost()))
        .findFirst()
        .orElse(GLOBAL);
  }

  String applicationScope() {
    return applicationScope;
  }

  /** {@code offline_access} asks for the refresh token that takes the place of the one used. */
  String userScope() {
    return userScope + " offline_access";
  }
}
