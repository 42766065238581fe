package dev.mailconnector.testkit;

import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/**
 * The server's side of GSSAPI by Kerberos (RFC 4752), for {@link
 * ScriptedSmtpServerBuilder#mechanism}. It needs the keytab of its service and a KDC that gave its
 * clients tickets; the JDK checks those.
 *
 * <pre>{@code
 * KerberosServer corp = KerberosServer.of("smtp/localhost@CORP.TEST", keytab);
 * ScriptedSmtpServer.builder().certificate(certificate).mechanism(corp).start();
 * }</pre>
 *
 * <p>Immutable but for the verdicts it remembers, and safe for use by several threads.
 */
public final class KerberosServer implements ServerMechanism {
  private static final String KERBEROS = "1.2.840.113554.1.2.2";
  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

  private final String service;
  private final Path keytab;
  private final Set<KerberosTrait> traits;
  private final Queue<KerberosVerdict> verdicts;

  private KerberosServer(
      String service, Path keytab, Set<KerberosTrait> traits, Queue<KerberosVerdict> verdicts) {
    this.service = service;
    this.keytab = keytab;
    this.traits = traits;
    this.verdicts = verdicts;
  }

  /** A server that is this principal and has its keys in this file. */
  public static KerberosServer of(String servicePrincipal, Path keytab) {
    return new KerberosServer(servicePrincipal, keytab, Set.of(), new ConcurrentLinkedQueue<>());
  }

  /** The same with exactly these traits. */
  public KerberosServer traits(KerberosTrait... chosen) {
    return new KerberosServer(service, keytab, Set.of(chosen), verdicts);
  }

  /** What came of the logins so far, in order, also of the server that this one was made from. */
  public List<KerberosVerdict> verdicts() {
    return List.copyOf(verdicts);
  }

  @Override
  public String name() {
    return "GSSAPI";
  }

  @Override
  public Exchange start(Context context) {
    return new KerberosServerExchange(this::accept, traits, verdicts::add);
  }

  private GSSContext accept() {
    Subject subject = new Subject();
    try {
      new LoginContext("testkit", subject, callbacks -> {}, keys()).login();
      // callAs, which is to replace doAs, came with Java 18.
      return Subject.doAs(subject, (PrivilegedExceptionAction<GSSContext>) KerberosServer::context);
    } catch (LoginException | PrivilegedActionException e) {
      throw new IllegalStateException("No keys of " + service + " in " + keytab, e);
    }
  }

  private static GSSContext context() throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    return manager.createContext(
        manager.createCredential(
            null, GSSCredential.INDEFINITE_LIFETIME, new Oid(KERBEROS), GSSCredential.ACCEPT_ONLY));
  }

  private Configuration keys() {
    Map<String, String> options =
        Map.of(
            "useKeyTab", "true",
            "keyTab", keytab.toString(),
            "principal", service,
            "storeKey", "true",
            "isInitiator", "false",
            "doNotPrompt", "true");
    AppConfigurationEntry entry =
        new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options);
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {entry};
      }
    };
  }
}
