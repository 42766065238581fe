package dev.mailconnector.testkit;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The server's side of NTLM ([MS-NLMP] section 3.2.5), as an Exchange server in a domain has it,
 * for {@link ScriptedSmtpServerBuilder#mechanism}. It lets in nobody but by NTLMv2, and checks the
 * response, the MIC and the channel binding by itself.
 *
 * <pre>{@code
 * NtlmServer corp = NtlmServer.ofDomain("CORP", "corp.example").user("svc-mail", "secret");
 * ScriptedSmtpServer.builder().certificate(certificate).mechanism(corp).start();
 * }</pre>
 *
 * <p>Immutable but for the verdicts it remembers, and safe for use by several threads.
 */
public final class NtlmServer implements ServerMechanism {
  private final NtlmManners manners;
  private final Map<String, String> passwords;
  private final Queue<NtlmVerdict> verdicts;

  private NtlmServer(
      NtlmManners manners, Map<String, String> passwords, Queue<NtlmVerdict> verdicts) {
    this.manners = manners;
    this.passwords = passwords;
    this.verdicts = verdicts;
  }

  /** A server of this domain that knows nobody yet: NetBIOS name and DNS name. */
  public static NtlmServer ofDomain(String netbios, String dns) {
    NtlmManners manners =
        new NtlmManners(netbios, dns, Set.of(), "NTLM supported", null, 0, InstantSource.system());
    return new NtlmServer(manners, Map.of(), new ConcurrentLinkedQueue<>());
  }

  /** The same, and it lets in this user of the domain. */
  public NtlmServer user(String user, String password) {
    Map<String, String> more = new TreeMap<>(passwords);
    more.put(user.toLowerCase(Locale.ROOT), password);
    return new NtlmServer(manners, more, verdicts);
  }

  /** The same with exactly these traits. */
  public NtlmServer traits(NtlmTrait... traits) {
    return with(manners.withTraits(Set.of(traits)));
  }

  /** The same, with these words in the 334 to a bare AUTH; default {@code NTLM supported}. */
  public NtlmServer words(String text) {
    return with(manners.withWords(text));
  }

  /** The same, refusing clients that mean another server: {@code SMTPSVC/mail.corp.example}. */
  public NtlmServer demandingTarget(String servicePrincipalName) {
    return with(manners.withTargetDemanded(servicePrincipalName));
  }

  /** The same, with so many octets of target information more than it needs. */
  public NtlmServer padding(int octets) {
    return with(manners.withPadding(octets));
  }

  /** The same, telling the time of this clock in its challenges; default the system's. */
  public NtlmServer clock(InstantSource clock) {
    return with(manners.withClock(clock));
  }

  private NtlmServer with(NtlmManners changed) {
    return new NtlmServer(changed, passwords, verdicts);
  }

  /** What came of the logins so far, in order, also of the server that this one was made from. */
  public List<NtlmVerdict> verdicts() {
    return List.copyOf(verdicts);
  }

  @Override
  public String name() {
    return "NTLM";
  }

  @Override
  public Exchange start(Context context) {
    NtlmCheck check = new NtlmCheck(manners, passwords, context.certificate());
    return new NtlmServerExchange(manners, check, new SecureRandom(), verdicts::add);
  }
}
