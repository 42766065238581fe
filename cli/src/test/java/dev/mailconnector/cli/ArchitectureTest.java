package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mailconnector.cli.architecture.Rule;
import dev.mailconnector.cli.architecture.SourceRules;
import dev.mailconnector.cli.architecture.Walls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the modules to the walls of the design. It lives here because the cli sees them all. */
class ArchitectureTest {
  private static final Walls WALLS = new Walls("dev.mailconnector");
  private static final Walls BROKEN_WALLS = new Walls("dev.mailconnector.cli.counterexample");
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(WALLS.root());
  private static final JavaClasses COUNTEREXAMPLES =
      new ClassFileImporter().importPackages(BROKEN_WALLS.root());

  static List<Rule> rules() {
    return WALLS.rules();
  }

  static List<Rule> brokenRules() {
    return BROKEN_WALLS.rules();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void modules_asTheyAreShipped_keepTheRule(Rule rule) {
    rule.rule().check(MAIN);
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void rule_onItsCounterexample_fails(Rule rule) {
    assertThatThrownBy(() -> rule.rule().check(COUNTEREXAMPLES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(rule.counterexample());
  }

  @Test
  void import_ofTheClassPath_seesEveryModule() {
    assertThat(MAIN.stream().map(WALLS::moduleOf).distinct())
        .contains("api", "auth.basic", "auth.oauth2", "auth.ntlm", "testkit");
  }

  @Test
  void monitors_outsideTheAngusTransport_areNotUsed() throws IOException {
    assertThat(SourceRules.synchronizedOutside(Path.of(".."), WALLS.angusPackage())).isEmpty();
  }

  @Test
  void monitorRule_onSynchronizedInCodeButNotInACommentOrText_fails() {
    assertThat(
            List.of(
                SourceRules.usesMonitor("void a() { synchronized (this) {} }"),
                SourceRules.usesMonitor("synchronized void a() {}"),
                SourceRules.usesMonitor("// synchronized\n/* synchronized */ String s;"),
                SourceRules.usesMonitor("String s = \"synchronized \\\" synchronized\";")))
        .containsExactly(true, true, false, false);
  }
}
