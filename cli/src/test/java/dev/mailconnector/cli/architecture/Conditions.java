package dev.mailconnector.cli.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.satisfied;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What ArchUnit has no words for. */
final class Conditions {
  private static final Pattern SDK =
      Pattern.compile("com\\.(microsoft|azure|google|nimbusds)\\..*|org\\.apache\\..*");
  private static final Pattern EMPTY_NAME =
      Pattern.compile("Abstract.*|.*(Impl|Utils?|Helper|Manager)");
  private static final Set<String> CLOCKS =
      Set.of(
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalTime.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.InstantSource.system",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.util.Calendar.getInstance",
          "java.lang.Math.random",
          "java.util.concurrent.ThreadLocalRandom.current");
  private static final Set<String> CLOCKS_WITHOUT_ARGUMENTS =
      Set.of("java.util.Date.<init>", "java.util.Random.<init>");
  private static final Set<String> TRACES_AND_PAUSES =
      Set.of(
          "java.lang.Thread.sleep",
          "java.util.concurrent.TimeUnit.sleep",
          "java.lang.Runtime.addShutdownHook",
          "java.lang.Thread.getContextClassLoader",
          "java.lang.System.setProperty");
  private static final Set<Class<?>> MUTABLE =
      Set.of(
          java.util.concurrent.ConcurrentMap.class,
          java.util.ArrayList.class,
          java.util.HashMap.class,
          java.util.HashSet.class,
          java.util.Queue.class,
          java.util.concurrent.Executor.class,
          java.util.concurrent.atomic.AtomicBoolean.class,
          java.util.concurrent.atomic.AtomicInteger.class,
          java.util.concurrent.atomic.AtomicLong.class,
          java.util.concurrent.atomic.AtomicReference.class,
          java.util.concurrent.atomic.LongAdder.class,
          ThreadLocal.class,
          Lock.class);
  private static final Set<String> STATE_MAKERS = Set.of("<init>", "newKeySet");
  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private Conditions() {}

  static ArchCondition<JavaClass> beUsedByTheirOwnModuleOnly(Walls walls) {
    return condition(
        "be used by their own module only",
        (target, events) ->
            target.getDirectDependenciesToSelf().stream()
                .filter(
                    dependency ->
                        !walls.moduleOf(dependency.getOriginClass()).equals(walls.moduleOf(target)))
                .forEach(
                    dependency -> events.add(violated(dependency, dependency.getDescription()))));
  }

  static ArchCondition<JavaClass> keepSdkTypesOutOfTheirSignatures() {
    return condition(
        "keep the types of SDKs out of their public signatures",
        (javaClass, events) -> {
          if (isVisible(javaClass)) {
            signatureTypes(javaClass)
                .filter(type -> SDK.matcher(type.getName()).matches())
                .distinct()
                .forEach(
                    type ->
                        events.add(
                            violated(javaClass, javaClass.getName() + " shows " + type.getName())));
          }
        });
  }

  static ArchCondition<JavaClass> readAClockOrRollADie() {
    return access(
        "read a clock or roll a die",
        target ->
            CLOCKS.contains(nameOf(target))
                || (CLOCKS_WITHOUT_ARGUMENTS.contains(nameOf(target))
                    && target.getFullName().endsWith("()")));
  }

  static ArchCondition<JavaClass> sleepOrLeaveSomethingInTheJvm() {
    return access(
        "sleep, add a shutdown hook, set a system property or ask the thread for a class loader",
        target ->
            TRACES_AND_PAUSES.contains(nameOf(target))
                || target.getFullName().equals("java.util.ServiceLoader.load(java.lang.Class)"));
  }

  static ArchCondition<JavaClass> holdStaticState() {
    return condition(
        "hold state in a static field",
        (javaClass, events) ->
            javaClass.getFields().stream()
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(Conditions::isMutable)
                .forEach(field -> events.add(satisfied(field, field.getDescription()))));
  }

  /** Behind the type of a field, such as {@code Set}, anything may stand. */
  static ArchCondition<JavaClass> makeConcurrentStateForAStaticField() {
    return condition(
        "make a collection or an atomic of java.util.concurrent for a static field",
        (javaClass, events) ->
            javaClass.getStaticInitializer().stream()
                .flatMap(initializer -> initializer.getCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().startsWith("java.util.concurrent."))
                .filter(call -> STATE_MAKERS.contains(call.getName()))
                .forEach(call -> events.add(satisfied(call, call.getDescription()))));
  }

  static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return each(
        "live in a package that is @NullMarked",
        javaClass -> javaClass.getPackage().isAnnotatedWith(NullMarked.class));
  }

  static ArchCondition<JavaClass> beClosed() {
    return each(
        "be final, sealed, a record, an enum, an interface or an annotation",
        javaClass ->
            javaClass.isInterface()
                || javaClass.isEnum()
                || javaClass.getModifiers().contains(JavaModifier.FINAL)
                || javaClass.reflect().isSealed());
  }

  static ArchCondition<JavaClass> holdOrTakeAnOptional() {
    return condition(
        "hold or take an Optional",
        (javaClass, events) ->
            Stream.concat(
                    javaClass.getFields().stream().filter(Conditions::isOptional),
                    javaClass.getCodeUnits().stream()
                        .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(
                            unit ->
                                unit.getRawParameterTypes().stream()
                                    .anyMatch(Conditions::isOptional)))
                .forEach(member -> events.add(satisfied(member, member.getDescription()))));
  }

  static ArchCondition<JavaClass> haveANameThatSaysSomething() {
    return each(
        "have a name without Abstract, Impl, Util, Helper, Manager",
        javaClass -> !EMPTY_NAME.matcher(javaClass.getSimpleName()).matches());
  }

  private static Stream<JavaClass> signatureTypes(JavaClass javaClass) {
    Stream<JavaType> supertypes =
        Stream.concat(javaClass.getSuperclass().stream(), javaClass.getInterfaces().stream());
    Stream<JavaType> fields =
        javaClass.getFields().stream().filter(Conditions::isVisible).map(JavaField::getType);
    Stream<JavaType> units =
        javaClass.getCodeUnits().stream()
            .filter(Conditions::isVisible)
            .flatMap(Conditions::signatureTypes);
    return Stream.of(supertypes, fields, units)
        .flatMap(types -> types)
        .map(JavaType::getAllInvolvedRawTypes)
        .flatMap(Collection::stream);
  }

  private static Stream<JavaType> signatureTypes(JavaCodeUnit unit) {
    return Stream.concat(
        Stream.of(unit.getReturnType()),
        Stream.concat(unit.getParameterTypes().stream(), unit.getExceptionTypes().stream()));
  }

  /** Whether a caller in another package can name the class. */
  private static boolean isVisible(JavaClass javaClass) {
    return javaClass.getModifiers().contains(JavaModifier.PUBLIC)
        && javaClass.getEnclosingClass().map(Conditions::isVisible).orElse(true);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isMutable(JavaField field) {
    return !field.getModifiers().contains(JavaModifier.FINAL)
        || MUTABLE.stream().anyMatch(field.getRawType()::isAssignableTo);
  }

  private static boolean isOptional(JavaField field) {
    return isOptional(field.getRawType());
  }

  private static boolean isOptional(JavaClass type) {
    return OPTIONALS.stream().anyMatch(type::isEquivalentTo);
  }

  private static String nameOf(AccessTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }

  private static ArchCondition<JavaClass> access(
      String description, Predicate<AccessTarget> forbidden) {
    return condition(
        description,
        (javaClass, events) ->
            javaClass.getAccessesFromSelf().stream()
                .filter(access -> forbidden.test(access.getTarget()))
                .map(JavaAccess::getDescription)
                .forEach(text -> events.add(satisfied(javaClass, text))));
  }

  private static ArchCondition<JavaClass> each(String description, Predicate<JavaClass> holds) {
    return condition(
        description,
        (javaClass, events) -> {
          if (!holds.test(javaClass)) {
            events.add(violated(javaClass, javaClass.getName() + " does not " + description));
          }
        });
  }

  private static ArchCondition<JavaClass> condition(
      String description, BiConsumer<JavaClass, ConditionEvents> check) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        check.accept(javaClass, events);
      }
    };
  }
}
