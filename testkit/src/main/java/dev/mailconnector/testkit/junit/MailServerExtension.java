package dev.mailconnector.testkit.junit;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Hands a {@link MailServer} to the methods of a JUnit 5 test, a fresh one to each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MailServerExtension MAIL =
 *     MailServerExtension.with(
 *         server -> server.profile(SmtpProfile.GMAIL).recipient("full@example.com", "552 5.2.2 Full"));
 *
 * @Test
 * void report_isSent(MailServer mail, GoogleIssuer issuer) { ... }
 * }</pre>
 *
 * <p>Parameters may also be what the server consists of: {@link ScriptedSmtpServer}, {@link
 * TestAuthority}, {@link MicrosoftIssuer}, {@link GoogleIssuer}, {@link GenericIssuer}. The server
 * starts when the first method of a test asks for it, {@code @BeforeEach} included, and is closed
 * after the test. Asked for by {@code @BeforeAll} it belongs to all tests of the class. Tests may
 * run in parallel.
 */
public final class MailServerExtension
    implements ParameterResolver, AfterEachCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(MailServerExtension.class);
  private static final Map<Class<?>, Function<MailServer, Object>> PARTS =
      Map.of(
          MailServer.class, mail -> mail,
          ScriptedSmtpServer.class, MailServer::smtp,
          TestAuthority.class, MailServer::authority,
          MicrosoftIssuer.class, MailServer::microsoft,
          GoogleIssuer.class, MailServer::google,
          GenericIssuer.class, MailServer::generic);

  private final @Nullable Consumer<ScriptedSmtpServerBuilder> settings;

  /** For {@link MailServerTest}, whose values it takes. */
  public MailServerExtension() {
    this.settings = null;
  }

  private MailServerExtension(Consumer<ScriptedSmtpServerBuilder> settings) {
    this.settings = settings;
  }

  /** Servers with the manners of this provider, in STARTTLS mode. */
  public static MailServerExtension with(SmtpProfile profile) {
    return with(server -> server.profile(profile).tls(ServerTls.STARTTLS));
  }

  /**
   * Servers with these settings; certificate, the password of {@link MailServer#USER} and the check
   * of tokens are set before.
   */
  public static MailServerExtension with(Consumer<ScriptedSmtpServerBuilder> settings) {
    return new MailServerExtension(settings);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARTS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    MailServer mail =
        context
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(this, key -> start(context), MailServer.class);
    Function<MailServer, Object> part = PARTS.get(parameter.getParameter().getType());
    if (part == null) {
      throw new IllegalStateException("Asked for a parameter that is not supported");
    }
    return part.apply(mail);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    closeServerOf(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    closeServerOf(context);
  }

  /** Looks in the context itself only: a server of the class outlives the test. */
  private void closeServerOf(ExtensionContext context) {
    MailServer mail = context.getStore(NAMESPACE).remove(this, MailServer.class);
    if (mail != null) {
      mail.close();
    }
  }

  private MailServer start(ExtensionContext context) {
    if (settings != null) {
      return MailServer.start(settings);
    }
    MailServerTest wanted =
        annotation(context)
            .orElseThrow(() -> new IllegalStateException("Annotate the test by @MailServerTest"));
    return MailServer.start(server -> server.profile(wanted.profile()).tls(wanted.tls()));
  }

  /** Of the method, else of its class, else of the classes around it. */
  private static Optional<MailServerTest> annotation(ExtensionContext context) {
    Optional<ExtensionContext> level = Optional.of(context);
    while (level.isPresent()) {
      Optional<AnnotatedElement> element = level.get().getElement();
      Optional<MailServerTest> found =
          AnnotationSupport.findAnnotation(element, MailServerTest.class);
      if (found.isPresent()) {
        return found;
      }
      level = level.get().getParent();
    }
    return Optional.empty();
  }
}
