package dev.mailconnector.cli.troubleshooting;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Failures have a diagnosis: a remedy is a row of the catalogue, and no text beside it. */
class RemedyRuleTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.mailconnector");

  /** What names a rule that a value or a message breaks, or a call that came too late. */
  private static final Set<String> RULES =
      Set.of(
          "dev.mailconnector.Envelope",
          "dev.mailconnector.MailMessage",
          "dev.mailconnector.failure.FailureDetail",
          "dev.mailconnector.failure.ConfigurationException",
          "dev.mailconnector.failure.ConnectorClosedException",
          "dev.mailconnector.internal.compose.Texts",
          "dev.mailconnector.internal.message.MessageWriter",
          "dev.mailconnector.internal.smtp.MailParameters",
          "dev.mailconnector.cli.MessageComposer",
          "dev.mailconnector.cli.OptionValue",
          // The token sources of applications may have no catalogue.
          "dev.mailconnector.auth.oauth2.TokenException");

  @Test
  void failure_ofEveryModule_namesARow() {
    textsBeside(new Exempt(RULES)).check(MAIN);
  }

  @Test
  void rule_withoutExceptions_fails() {
    assertThatThrownBy(() -> textsBeside(new Exempt(Set.of())).check(MAIN))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("MessageWriter");
  }

  @Test
  void tokenFailure_ofEveryModule_namesARow() {
    DescribedPredicate<JavaClass> others = new Exempt(RULES);
    noClasses()
        .that(others)
        .should()
        .callMethod(
            TokenException.class,
            "temporary",
            String.class,
            String.class,
            String.class,
            Duration.class,
            Throwable.class)
        .orShould()
        .callMethod(
            TokenException.class,
            "permanent",
            String.class,
            String.class,
            String.class,
            Throwable.class)
        .orShould()
        .callMethod(
            TokenException.class,
            "consentNeeded",
            String.class,
            String.class,
            String.class,
            Throwable.class)
        .check(MAIN);
  }

  private static ArchRule textsBeside(DescribedPredicate<JavaClass> classes) {
    return noClasses()
        .that(classes)
        .should()
        .callMethod(
            FailureDetail.class, "of", Stage.class, String.class, Advice.class, String.class);
  }

  private static final class Exempt extends DescribedPredicate<JavaClass> {
    private final Set<String> names;

    Exempt(Set<String> names) {
      super("are none of %s", names);
      this.names = names;
    }

    @Override
    public boolean test(JavaClass each) {
      return !names.contains(each.getName().replaceFirst("[$].*", ""));
    }
  }
}
