package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.spi.ProviderContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands before a source or a context must hand on all of it: a default would answer. */
class WrappersTest {
  private static List<String> methods(Stream<Method> methods) {
    return methods.filter(method -> !method.isSynthetic()).map(Method::getName).toList();
  }

  private static List<String> defaultsOf(Class<?> kind) {
    return methods(Arrays.stream(kind.getMethods()).filter(Method::isDefault));
  }

  private static List<String> declaredBy(Class<?> wrapper) {
    return methods(Arrays.stream(wrapper.getDeclaredMethods()));
  }

  @Test
  void sourcesBeforeSources_handEveryMethodOn() {
    List<Class<?>> wrappers =
        Stream.of(OAuth2.class, OAuth2Login.class)
            .flatMap(outer -> Arrays.stream(outer.getDeclaredClasses()))
            .filter(TokenSource.class::isAssignableFrom)
            .toList();
    assertThat(wrappers).hasSize(2);
    List<String> needed =
        defaultsOf(TokenSource.class).stream().filter(name -> !name.equals("close")).toList();
    for (Class<?> wrapper : wrappers) {
      assertThat(declaredBy(wrapper)).as(wrapper.getName()).containsAll(needed);
    }
  }

  @Test
  void contextOfTheWatch_handsEveryMethodOn() throws ClassNotFoundException {
    Class<?> wrapper = Class.forName("dev.mailconnector.auth.oauth2.internal.warning.HeardContext");
    assertThat(declaredBy(wrapper)).containsAll(defaultsOf(ProviderContext.class));
  }
}
