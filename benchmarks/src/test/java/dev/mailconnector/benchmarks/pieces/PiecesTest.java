package dev.mailconnector.benchmarks.pieces;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What is reached by name must still be there, and every piece must do something. */
class PiecesTest {

  static List<Class<?>> pieces() {
    return Pieces.PIECES;
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void piece_calledOnce_givesAResult(Class<?> piece) throws Exception {
    Object state = piece.getConstructor().newInstance();
    for (Method setup : annotated(piece, Setup.class)) {
      setup.invoke(state);
    }
    List<Method> benchmarks = annotated(piece, Benchmark.class);
    assertThat(benchmarks).isNotEmpty();
    for (Method benchmark : benchmarks) {
      assertThat(benchmark.invoke(state)).as(benchmark.getName()).isNotNull().isNotEqualTo(0L);
    }
    for (Method tearDown : annotated(piece, TearDown.class)) {
      tearDown.invoke(state);
    }
  }

  private static List<Method> annotated(Class<?> piece, Class<? extends Annotation> annotation) {
    return Arrays.stream(piece.getMethods())
        .filter(method -> method.isAnnotationPresent(annotation))
        .toList();
  }
}
