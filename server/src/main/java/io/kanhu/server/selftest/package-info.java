/** Kanhu calls itself for help, and says so outside: what does not work is found before somebody needs it. */
@NullMarked
package io.kanhu.server.selftest;

import org.jspecify.annotations.NullMarked;
