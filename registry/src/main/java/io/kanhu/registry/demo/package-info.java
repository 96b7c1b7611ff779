/** An invented town to try Kanhu with, as the CSV files a real one would bring. */
@NullMarked
package io.kanhu.registry.demo;

import org.jspecify.annotations.NullMarked;
