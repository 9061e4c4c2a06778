# Writes a source with the sha256 over the files of a list: their names below ROOT, and what is in them. For add_custom_command:
#
#   cmake -DROOT=folder -DLIST=file -DABOUT=text -DOUT=source.cpp -P CodeDigest.cmake
file(STRINGS ${LIST} files)
list(SORT files)
set(all "${ABOUT}")
foreach(file IN LISTS files)
  file(SHA256 ${file} digest)
  file(RELATIVE_PATH name ${ROOT} ${file})
  string(APPEND all "\n${digest} ${name}")
endforeach()
string(SHA256 digest "${all}")
string(REGEX REPLACE "(..)" "0x\\1, " bytes ${digest})
string(REGEX REPLACE ", $" "" bytes "${bytes}")
file(WRITE ${OUT} "#include \"agent/code_digest.hpp\"

namespace zestron::agent {

const Hash& code_digest() {
  static constexpr Hash kDigest({${bytes}});
  return kDigest;
}

}  // namespace zestron::agent
")
