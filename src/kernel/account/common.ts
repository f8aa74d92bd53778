// Words that most of the commonest passwords are made of (public statistics of leaked passwords agree on them), keyboard rows among them,
// and the words that people in Việt Nam take. Alone, in pairs, doubled and with digits around they give many thousands of passwords.
const ENGLISH = `
password passwd pass word admin administrator root user guest login welcome letmein master access secret private test testing
default changeme change temp temporary hello hi love iloveyou loveyou lovely lover baby babygirl angel princess prince queen king
dragon monkey tiger lion eagle shadow sunshine sunflower flower rose lily jasmine daisy summer winter spring autumn monday friday
football soccer baseball basketball hockey tennis golf chelsea arsenal liverpool manchester united barcelona madrid ronaldo messi
superman batman spiderman starwars pokemon naruto minecraft roblox fortnite gamer player game games computer internet google
facebook zalo youtube microsoft windows apple samsung iphone android nokia laptop keyboard mouse network server system database
michael jordan jennifer jessica ashley daniel andrew joshua matthew thomas robert william charlie george david john james peter
maria anna linda susan nicole amanda hannah sophie jack harry oliver alex samantha
money dollar rich lucky happy smile friend friends family mother father mom dad sister brother forever trust trustno trustnoone
freedom peace jesus christ god heaven blessed faith hope grace
qwerty qwertyuiop qwertyui qwert asdf asdfgh asdfghjkl asdfghjk zxcvbn zxcvbnm zxcvb qazwsx qazwsxedc wsxedc edcrfv qweasd qweasdzxc
qwe asd zxc qaz wsx edc qwerasdf azerty dvorak abc abcd abcde abcdef abcdefg aaa xxx yyy zzz
black white red green blue orange purple yellow silver gold golden diamond crystal star stars moon sun sky ocean river mountain fire
ice water cookie chocolate banana cheese coffee pepper ginger candy honey sugar sweet sweetheart
cool super power magic ninja pirate hunter killer warrior soldier ranger knight phantom matrix
office work company business manager director support service security
one two three four five six seven eight nine ten the and you me my is i a an we us it im am
`;
const VIETNAMESE = `
matkhau matma mat khau ma taikhoan tai khoan dangnhap dang nhap quantri quan tri quantrivien nguoidung nguoi dung macdinh
hanoi ha noi thudo thu do hoankiem badinh dongda haibatrung caugiay thanhxuan hoangmai longbien tayho hadong nghindu saigon hochiminh
hcm danang haiphong hue cantho vietnam viet nam vn vietnamvodich vodich tienlen cochomoi khue khuevancac vanmieu thanglong
anhyeuem emyeuanh yeuem yeuanh yeu anh em anhnhoem nhoem nhoanh tinhyeu tinh hanhphuc hanh phuc giadinh gia dinh bome bo me con
congviec cong viec canbo can bo congchuc cong chuc vienchuc ubnd ubndtp uyban uy ban nhandan nhan dan phuong xa quan huyen thanhpho
xinchao xin chao camon cam on khongbiet khong biet bimat bi mat matkhaumoi moi cu
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly thi van minh hung dung tuan linh huong lan hoa mai thanh
nam binh long phuc loc tho phat tai may man chucmung nammoi tet trungthu
`;

/** Words of common passwords, in lower case without diacritics. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${VIETNAMESE}`.split(/\s+/).filter((word) => word !== ''));
