@NullMarked
package io.kanhu.alerting.watch;

import org.jspecify.annotations.NullMarked;
