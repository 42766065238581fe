package dev.mailconnector.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/**
 * The walls of the design, as rules over all classes below one root package.
 *
 * @param root the package that holds the modules; it also names the front door, connector-api
 */
public record Walls(String root) {
  private static final List<String> MODULES =
      List.of(
          "auth.basic",
          "auth.oauth2",
          "auth.ntlm",
          "auth.kerberos",
          "config",
          "testkit",
          "samples",
          "cli");

  /** The one package that knows Angus Mail, and the only one that may take a monitor. */
  public String angusPackage() {
    return root + ".internal.angus";
  }

  /** Every rule with the class that breaks it. */
  public List<Rule> rules() {
    String testkit = root + ".testkit..";
    String cli = root + ".cli..";
    String samples = root + ".samples..";
    String httpClientAdapter = root + ".auth.ntlm.httpclient";
    return List.of(
        new Rule(
            noClasses()
                .that()
                .resideOutsideOfPackage(angusPackage())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.angus.."),
            "KnowsAngus"),
        new Rule(
            classes()
                .that()
                .resideInAPackage("..internal..")
                .should(Conditions.beUsedByTheirOwnModuleOnly(this)),
            "UsesOthersInternals"),
        new Rule(
            classes()
                .that()
                .resideOutsideOfPackages("..internal..", httpClientAdapter)
                .should(Conditions.keepSdkTypesOutOfTheirSignatures()),
            "ShowsSdkType"),
        new Rule(
            noClasses()
                .that()
                .resideInAPackage(root + ".auth.ntlm..")
                .and()
                .resideOutsideOfPackage(httpClientAdapter)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc.."),
            "KnowsHttpClient"),
        new Rule(
            noClasses()
                .that()
                .doNotHaveFullyQualifiedName(root + ".internal.Clocks")
                .and()
                .resideOutsideOfPackage(testkit)
                .should(Conditions.readAClockOrRollADie()),
            "ReadsClock"),
        new Rule(
            noClasses()
                .that()
                .resideOutsideOfPackages(testkit, cli)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging.."),
            "UsesJavaUtilLogging"),
        new Rule(
            noClasses()
                .that()
                .resideOutsideOfPackages(testkit, cli, samples)
                .should(ACCESS_STANDARD_STREAMS),
            "Prints"),
        new Rule(
            noClasses()
                .that()
                // Ctrl-C can be heard in no other way, and the process is the command line's own.
                .doNotHaveFullyQualifiedName(root + ".cli.ProcessInterruption")
                .should(Conditions.sleepOrLeaveSomethingInTheJvm()),
            "Sleeps"),
        new Rule(noClasses().should(Conditions.holdStaticState()), "HoldsStaticState"),
        new Rule(
            noClasses().should(Conditions.makeConcurrentStateForAStaticField()), "HoldsStaticSet"),
        new Rule(classes().should(Conditions.liveInANullMarkedPackage()), "NotNullMarked"),
        new Rule(classes().that().arePublic().should(Conditions.beClosed()), "OpenClass"),
        new Rule(noClasses().should(Conditions.holdOrTakeAnOptional()), "TakesOptional"),
        new Rule(
            slices().matching(root + ".auth.(*)..").should().notDependOnEachOther(), "KnowsNtlm"),
        new Rule(
            noClasses()
                .that()
                .resideInAPackage(root + ".config..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".auth..")
                .allowEmptyShould(true),
            "KnowsAuth"),
        new Rule(classes().should(Conditions.haveANameThatSaysSomething()), "AbstractThing"));
  }

  /** The module of a class: the one that claims its package, else {@code api}. */
  public String moduleOf(JavaClass javaClass) {
    String name = javaClass.getPackageName() + ".";
    return MODULES.stream()
        .filter(module -> name.startsWith(root + "." + module + "."))
        .findFirst()
        .orElse("api");
  }
}
