@NullMarked
package dev.mailconnector.spi;

import org.jspecify.annotations.NullMarked;
