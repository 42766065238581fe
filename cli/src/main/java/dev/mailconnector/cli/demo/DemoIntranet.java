package dev.mailconnector.cli.demo;

import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.ScramServer;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import java.util.List;

/**
 * The mail servers of a company network on 127.0.0.1, for {@code --serve}: an Exchange server in a
 * Windows domain that takes NTLM alone, a relay that takes no password but by SCRAM, and one that
 * takes mail from everybody.
 */
final class DemoIntranet implements AutoCloseable {
  static final String NTLM_DOMAIN = "CORP";
  static final String NTLM_USER = "svc-mail";
  static final String SCRAM_USER = "app";

  private final ScriptedSmtpServer exchange;
  private final ScriptedSmtpServer scram;
  private final ScriptedSmtpServer open;

  private DemoIntranet(
      ScriptedSmtpServer exchange, ScriptedSmtpServer scram, ScriptedSmtpServer open) {
    this.exchange = exchange;
    this.scram = scram;
    this.open = open;
  }

  /** Starts them; they have certificates of this authority. */
  static DemoIntranet start(TestAuthority authority) {
    NtlmServer domain =
        NtlmServer.ofDomain(NTLM_DOMAIN, "corp.example").user(NTLM_USER, DemoServers.PASSWORD);
    ScriptedSmtpServer exchange =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.EXCHANGE_SERVER)
            .certificate(authority.issue())
            .mechanisms()
            .mechanism(domain)
            .start();
    ScriptedSmtpServer scram =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.POSTFIX)
            .certificate(authority.issue())
            .mechanisms()
            .mechanism(ScramServer.named("SCRAM-SHA-256").user(SCRAM_USER, DemoServers.PASSWORD))
            .start();
    ScriptedSmtpServer open =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.POSTFIX)
            .certificate(authority.issue())
            .mechanisms()
            .loginRequired(false)
            .start();
    return new DemoIntranet(exchange, scram, open);
  }

  ScriptedSmtpServer exchange() {
    return exchange;
  }

  ScriptedSmtpServer scram() {
    return scram;
  }

  ScriptedSmtpServer open() {
    return open;
  }

  List<ScriptedSmtpServer> mailServers() {
    return List.of(exchange, scram, open);
  }

  @Override
  public void close() {
    mailServers().forEach(ScriptedSmtpServer::close);
  }
}
